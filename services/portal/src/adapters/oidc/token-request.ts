import { IncomingMessage } from 'node:http';
import { samplePersonGrant, sampleScriptsClientId } from './provider-clients.js';

const bodySizeMaxBytes = 16_384;

/** The body is larger than a form of this provider can be. */
export class FormTooLarge extends Error {
  constructor() {
    super(`the form is larger than ${bodySizeMaxBytes} bytes`);
    this.name = 'FormTooLarge';
  }
}

/** Reads a form's body. @throws FormTooLarge */
export const readForm = async (request: IncomingMessage): Promise<URLSearchParams> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodySizeMaxBytes) throw new FormTooLarge();
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
};

export const namesSamplePerson = (form: URLSearchParams): boolean => form.get('grant_type') === samplePersonGrant;

/** A form that names no client speaks for the scripts' public client. */
export const withSampleClient = (form: URLSearchParams): URLSearchParams => {
  const completed = new URLSearchParams(form);
  if (!completed.has('client_id')) completed.set('client_id', sampleScriptsClientId);
  return completed;
};

/** The same request with this form as its body; the provider reads it as if it came from the network. */
export const withForm = (request: IncomingMessage, form: URLSearchParams): IncomingMessage => {
  const body = Buffer.from(form.toString());
  const copy = new IncomingMessage(request.socket);
  const { 'transfer-encoding': _, ...headers } = request.headers;
  Object.assign(copy, { method: request.method, url: request.url, httpVersion: request.httpVersion, complete: true });
  copy.headers = { ...headers, 'content-length': String(body.length) };
  copy.push(body);
  copy.push(null);
  return copy;
};
