import http from 'node:http';
import type { HealthRegistry } from '../operations/health.js';
import { InvalidEnvironment } from './variables.js';

interface StartingProcess {
  readonly service: string;
  readonly host: string;
  readonly port: number;
  readonly health: HealthRegistry;
}

/**
 * Answers at a service's address from its first moment, so that operators see what it waits for: alive, not ready and why.
 * Anything else is told to come again (503). Resolves when it listens; call `end` before the service itself does.
 * @throws InvalidEnvironment when HOST and PORT name no address that is free
 */
export async function answerWhileStarting({
  service,
  host,
  port,
  health,
}: StartingProcess): Promise<{ end(): Promise<void> }> {
  const server = http.createServer((request, response) => {
    const send = (status: number, type: string, body: object): void =>
      void response
        .writeHead(status, {
          'content-type': type,
          'cache-control': 'no-store',
          'retry-after': '2',
          connection: 'close',
        })
        .end(JSON.stringify(body));
    const path = request.url?.split('?')[0] ?? '/';
    request.resume();
    if (path === '/health/live') return send(200, 'application/json', { status: 'ok', service });
    if (path === '/health/ready')
      return send(503, 'application/json', { status: 'starting', reasons: health.reasons() });
    send(503, 'application/problem+json; charset=utf-8', {
      type: 'urn:sightline:problem:temporarily-unavailable',
      status: 503,
      title: 'Not possible at this moment',
      detail: 'This part of the system is still starting. Nothing was changed; try again.',
      instance: path,
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) =>
      reject(new InvalidEnvironment(`HOST and PORT name an address that cannot be had: ${host}:${port} (${code})`)),
    );
    server.listen(port, host, resolve);
  });
  return {
    end: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
