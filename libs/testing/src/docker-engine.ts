import { existsSync } from 'node:fs';
import http from 'node:http';

const defaultSocket = '/var/run/docker.sock';
const answerWithinMs = 1_000;

const pingOptions = (dockerHost: string | undefined): http.RequestOptions | undefined => {
  if (!dockerHost) return existsSync(defaultSocket) ? { socketPath: defaultSocket } : undefined;
  const address = URL.parse(dockerHost);
  if (address?.protocol === 'unix:') return { socketPath: address.pathname };
  if (address?.protocol === 'tcp:' || address?.protocol === 'http:')
    return { host: address.hostname, port: address.port || 2375 };
  return undefined;
};

/** Whether a container engine answers at `DOCKER_HOST`, or else at Docker's usual socket, within a second. */
export const dockerAnswers = (dockerHost = process.env['DOCKER_HOST']): Promise<boolean> => {
  const options = pingOptions(dockerHost);
  if (!options) return Promise.resolve(false);
  return new Promise((resolve) => {
    const request = http.get({ ...options, path: '/_ping', timeout: answerWithinMs }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.once('timeout', () => request.destroy(new Error('no answer')));
    request.once('error', () => resolve(false));
  });
};
