import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedMessage {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  // Its shape is what a spec checks.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly json: any;
}

type Answer = (response: ServerResponse, message: ReceivedMessage) => void;

const withStatus =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end();

/** A program that takes messages over real HTTP and answers as the spec says. */
export async function startWebhookReceiver() {
  const received: ReceivedMessage[] = [];
  let answer: Answer = withStatus(204);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const message = { path: request.url!, headers: request.headers, body, json: JSON.parse(body) as unknown };
      received.push(message);
      answer(response, message);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    received,
    answers: (status: number, headers?: Record<string, string>) => void (answer = withStatus(status, headers)),
    answersBy: (other: Answer) => void (answer = other),
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type WebhookReceiver = Awaited<ReturnType<typeof startWebhookReceiver>>;
