import { afterEach, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import http from 'node:http';
import { mountGateway } from './gateway.js';

const servers: FastifyInstance[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const listening = async (prepare: (server: FastifyInstance) => unknown): Promise<string> => {
  const server = fastify();
  servers.push(server);
  await prepare(server);
  return server.listen({ host: '127.0.0.1', port: 0 });
};

/** A service that tells what it was asked. */
const mirror = () =>
  listening((server) => {
    server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    server.all('/*', (request) => ({
      path: request.url,
      method: request.method,
      authorization: request.headers.authorization,
      body: request.body,
    }));
  });

const entrance = (upstreams: Record<string, string>) => listening((server) => mountGateway(server, upstreams));

/** Sends a path as it is written; `fetch` would tidy it. */
const send = (url: string, path: string): Promise<{ status: number; type: string; body: string }> =>
  new Promise((resolve, reject) => {
    const request = http.request(new URL(url), { path, method: 'POST' }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode!, type: String(response.headers['content-type']), body }),
      );
    });
    request.on('error', reject);
    request.end();
  });

describe('the gateway', () => {
  it('passes a public path on with its query, body and token', async () => {
    const url = await entrance({ directory: await mirror() });
    const response = await fetch(`${url}/api/v1/roster/imports?dryRun=true`, {
      method: 'POST',
      headers: { authorization: 'Bearer a-token', 'content-type': 'application/zip' },
      body: 'PK',
    });
    expect(await response.json()).toEqual({
      path: '/api/v1/roster/imports?dryRun=true',
      method: 'POST',
      authorization: 'Bearer a-token',
      body: 'PK',
    });
  });

  it.each([
    '/internal/v1/people',
    '/api/v1/me/../../../internal/v1/people',
    '/api/v1/me/..%2f..%2f..%2finternal/v1/people',
    '/api/v1/me/%2e%2e/%2e%2e/%2e%2e/internal/v1/people',
    '//internal/v1/people',
    '/api/v1/me;/../../internal/v1/people',
    '/api/v1/../../internal/v1/people',
    '/api/v1/people%00/../../../internal/v1/people',
  ])('keeps %s for the services alone', async (path) => {
    const url = await entrance({ directory: await mirror() });
    const { status, body } = await send(url, path);
    expect(status).toBe(404);
    expect(body).not.toContain('"path"');
  });

  it('says in the usual form that a service is down, and when to try again', async () => {
    const directory = await mirror();
    await servers.pop()!.close();
    const url = await entrance({ directory });
    const response = await fetch(`${url}/api/v1/me`);
    expect(response.status).toBe(503);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(response.headers.get('retry-after')).toBe('2');
    expect(await response.json()).toMatchObject({
      type: 'urn:sightline:problem:temporarily-unavailable',
      instance: '/api/v1/me',
    });
  });

  it('does not claim that nothing happened when a service breaks off', async () => {
    const broken = await listening((server) =>
      server.all('/*', (request, reply) => {
        reply.hijack();
        request.raw.socket.destroy();
      }),
    );
    const url = await entrance({ directory: broken });
    const response = await fetch(`${url}/api/v1/role-assignments`, { method: 'POST' });
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ type: 'urn:sightline:problem:no-answer' });
  });
});
