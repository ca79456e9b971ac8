import fastifyStatic from '@fastify/static';
import { notFound, sendProblem } from '@sightline/service-kit';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the build puts the web app; the same place whether this runs from `src` or from `dist`. */
const builtFolder = fileURLToPath(new URL('../../../web/dist', import.meta.url));

/** The pages of the web app: the server gives the same document for each, the browser shows the right one. */
const pagePaths = [
  '/',
  '/tasks',
  '/tasks/:id',
  '/ask',
  '/requests',
  '/requests/:id',
  '/notices',
  '/notices/:id',
] as const;

/** Own scripts, styles, fonts and pictures; no inline code, no frame, nothing from elsewhere. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

const sendPage = (reply: FastifyReply, document: string, status = 200): FastifyReply =>
  reply
    .status(status)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy,
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-cache',
    })
    .send(document);

/**
 * Serves the web app: its files for ever (their names change with their content) and compressed beforehand, its pages without
 * being kept. A page holds nothing about anybody: it asks the API with the visitor's session, so a mail scanner's visit sees
 * and changes nothing.
 * @throws Error when the web app has not been built
 */
export async function serveWebApp(server: FastifyInstance, folder = builtFolder): Promise<void> {
  const document = await readFile(path.join(folder, 'index.html'), 'utf8');
  await server.register(fastifyStatic, {
    root: path.join(folder, 'assets'),
    prefix: '/assets/',
    decorateReply: false,
    index: false,
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    dotfiles: 'ignore',
  });
  for (const page of pagePaths) server.get(page, (_request, reply) => sendPage(reply, document));
  // Whatever nothing else answers: a page that says so for browsers, the usual problem for everybody else.
  server.get('/*', (request, reply) => {
    if ((request.headers.accept ?? '').includes('text/html')) return sendPage(reply, document, 404);
    sendProblem(reply, request.url.split('?')[0]!, notFound().details);
    return reply;
  });
}
