import type { FastifyInstance } from 'fastify';
import { readFileSync } from 'node:fs';

/** Generated from the controllers of all services; a check fails when it is not what they say. */
const documentFile = new URL('../../../openapi.json', import.meta.url);

/** Serves `GET /api/v1/openapi.json`: what all services answer together, in one process and in many. */
export function servePublicOpenApi(server: FastifyInstance): void {
  const document = JSON.stringify(JSON.parse(readFileSync(documentFile, 'utf8')));
  server.get('/api/v1/openapi.json', async (_request, reply) => {
    void reply.header('content-type', 'application/json; charset=utf-8');
    return document;
  });
}
