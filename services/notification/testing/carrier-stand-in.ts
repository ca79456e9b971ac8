import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { newId } from '@sightline/service-kit';
import { twilioSignature } from '../src/adapters/sms/twilio-signature.js';

export interface CarriedText {
  readonly sid: string;
  readonly to: string;
  readonly body: string;
  readonly statusUrl: string;
}

/** A carrier on loopback that speaks Twilio's wire format: Messages.json with its sign-in, and signed callbacks. */
export interface CarrierStandIn {
  readonly apiUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  texts(): readonly CarriedText[];
  /** The answer to the next messages, in Twilio's words. */
  refuseNext(status: number, code: number): void;
  /** The form of a callback, with its signature, for whoever delivers it. */
  signed(url: string, form: Readonly<Record<string, string>>): { body: string; signature: string };
  close(): Promise<void>;
}

export const startCarrierStandIn = async (): Promise<CarrierStandIn> => {
  const accountSid = 'AC00000000000000000000000000000000';
  const authToken = newId();
  const texts: CarriedText[] = [];
  let refusal: { status: number; code: number } | undefined;

  const answer = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const say = (status: number, body: object): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
    if (request.headers.authorization !== expected) return say(401, { code: 20003, status: 401 });
    if (request.method !== 'POST' || request.url !== `/2010-04-01/Accounts/${accountSid}/Messages.json`)
      return say(404, { code: 20404, status: 404 });
    if (refusal) {
      const { status, code } = refusal;
      refusal = undefined;
      return say(status, { code, status, message: 'refused' });
    }
    if (!form.get('To') || !form.get('From') || !form.get('Body')) return say(400, { code: 21604, status: 400 });
    const sid = `SM${newId().replaceAll('-', '')}`;
    texts.push({ sid, to: form.get('To')!, body: form.get('Body')!, statusUrl: form.get('StatusCallback') ?? '' });
    return say(201, { sid, status: 'queued', to: form.get('To'), num_segments: '1', error_code: null });
  };
  const server = http.createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accountSid,
    authToken,
    texts: () => [...texts],
    refuseNext: (status, code) => {
      refusal = { status, code };
    },
    signed: (url, form) => ({
      body: new URLSearchParams(form).toString(),
      signature: twilioSignature(authToken, url, form),
    }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
