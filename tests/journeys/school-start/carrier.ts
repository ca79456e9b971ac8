import { createHmac } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

const accountSid = 'AC00000000000000000000000000000000';
const authToken = 'the-token-of-this-spec';

/** X-Twilio-Signature, as the carrier's documentation says it is made. */
const signature = (url: string, form: Readonly<Record<string, string>>): string =>
  createHmac('sha1', authToken)
    .update(
      url +
        Object.keys(form)
          .sort()
          .map((name) => `${name}${form[name]}`)
          .join(''),
    )
    .digest('base64');

const callBack = async (url: string, form: Readonly<Record<string, string>>): Promise<void> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature(url, form) },
    body: new URLSearchParams(form),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
};

/** A carrier of text messages on loopback: takes each, and says a moment later that the telephone has it. */
export async function startCarrier() {
  const texts: { readonly to: string; readonly body: string }[] = [];
  const reports: Promise<void>[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      const sid = `SM${String(texts.length).padStart(32, '0')}`;
      texts.push({ to: form.get('To')!, body: form.get('Body')! });
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ sid, status: 'queued' }));
      reports.push(callBack(form.get('StatusCallback')!, { MessageSid: sid, MessageStatus: 'delivered' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    /** To be given to the installation. */
    environment: {
      ...{ TEXT_FROM: '+15550100100', TEXT_ACCOUNT_SID: accountSid, TEXT_AUTH_TOKEN: authToken },
      ...{ TEXT_API_URL: apiUrl, TEXT_PER_SECOND: '1000' },
    },
    texts: () => [...texts],
    /** Somebody answers from a telephone. */
    reply: (sightlineUrl: string, from: string, text: string) =>
      callBack(`${sightlineUrl}/api/v1/text-messages/replies`, { From: from, Body: text, MessageSid: `SM-${from}` }),
    async close(): Promise<void> {
      await Promise.allSettled(reports);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
