import { newId } from '@sightline/service-kit';
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import type { MailFolder } from './mail-folder.js';

export interface MailboxServer {
  /** For SMTP_URL. */
  readonly url: string;
  close(): Promise<void>;
}

const mailSizeMaxBytes = 2_000_000;

/** A real SMTP server on loopback that catches what Sightline sends, instead of the district's own. */
export async function startMailboxServer(folder: MailFolder): Promise<MailboxServer> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: mailSizeMaxBytes,
    banner: 'Sightline mailbox: catches mail, sends nothing on',
    onData(stream, _session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        folder.keep(newId(), Buffer.concat(chunks)).then(
          () => callback(),
          (error: Error) => callback(error),
        );
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
