import httpProxy from '@fastify/http-proxy';
import type { FastifyInstance } from 'fastify';

/** Base address by service name; services that share this process are left out. */
export type Upstreams = Readonly<Record<string, string>>;

/** Which service answers which public path (design §6). What is not named here is not passed on. */
export const publicPaths: readonly { readonly prefix: string; readonly service: string }[] = [
  { prefix: '/api/v1/me', service: 'directory' },
  { prefix: '/api/v1/role-assignments', service: 'directory' },
  { prefix: '/api/v1/roster', service: 'directory' },
  { prefix: '/api/v1/people', service: 'directory' },
  { prefix: '/api/v1/groups', service: 'directory' },
  { prefix: '/api/v1/buildings', service: 'directory' },
  { prefix: '/api/v1/district-forms', service: 'directory' },
  { prefix: '/api/v1/exception-requests', service: 'exception-request' },
  { prefix: '/api/v1/authorizations', service: 'exception-request' },
  { prefix: '/api/v1/approval-tasks', service: 'approval' },
  { prefix: '/api/v1/notices', service: 'notification' },
  { prefix: '/api/v1/access-grants', service: 'messaging-archive' },
  { prefix: '/api/v1/history', service: 'audit' },
];

/** Passes public paths on to the services that run apart; bodies stream through unread. */
export async function mountGateway(server: FastifyInstance, upstreams: Upstreams): Promise<void> {
  for (const { prefix, service } of publicPaths) {
    const upstream = upstreams[service];
    if (!upstream) continue;
    await server.register(httpProxy, {
      upstream,
      prefix,
      rewritePrefix: prefix,
      http2: false,
      disableRequestLogging: true,
    });
  }
}
