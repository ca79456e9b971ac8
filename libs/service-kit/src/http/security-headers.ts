import type { FastifyInstance } from 'fastify';

const yearSeconds = 31_536_000;

/** Of every answer, also of what is no route of ours: the built-in provider, the gateway, an error of the framework. */
const always: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
};

/**
 * Headers that keep browsers from guessing types, framing, leaking addresses and, behind https, from ever using http. A page
 * brings its own Content-Security-Policy; whatever brings none may load nothing. No answer is kept by a cache unless it says so.
 */
export function sendSecurityHeaders(server: FastifyInstance, { https }: { readonly https: boolean }): void {
  const headers = Object.entries({
    ...always,
    ...(https ? { 'strict-transport-security': `max-age=${yearSeconds}; includeSubDomains` } : {}),
  });
  server.addHook('onRequest', (request, reply, done) => {
    for (const [name, value] of headers) reply.raw.setHeader(name, value);
    reply.raw.setHeader('x-request-id', request.id);
    done();
  });
  server.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('content-security-policy'))
      void reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
  });
}
