// A real SMTP server in a process of its own: takes mails and counts them by Message-ID.
import { SMTPServer } from 'smtp-server';

const seen = new Map();
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  onData(stream, _session, done) {
    const chunks = [];
    stream.on('data', (chunk) => chunks.push(chunk));
    stream.on('end', () => {
      const [, id] = /^message-id:\s*(<[^>]+>)/im.exec(Buffer.concat(chunks).toString('latin1')) ?? [];
      seen.set(id, (seen.get(id) ?? 0) + 1);
      done();
    });
  },
});
server.on('error', () => undefined);
server.listen(0, '127.0.0.1', () =>
  process.send({ kind: 'listening', url: `smtp://127.0.0.1:${server.server.address().port}` }),
);
process.on('message', () =>
  process.send({ kind: 'count', mails: [...seen.values()].reduce((sum, each) => sum + each, 0), different: seen.size }),
);
