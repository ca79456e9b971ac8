import { createHmac, randomBytes } from 'node:crypto';

const secretBytes = 24;
const secretPrefix = 'whsec_';

export const newSecret = (): Uint8Array => randomBytes(secretBytes);

/** As it is shown once and as the libraries of Standard Webhooks take it. */
export const shownSecret = (secret: Uint8Array): string => `${secretPrefix}${Buffer.from(secret).toString('base64')}`;

/** The headers of Standard Webhooks: one `v1` signature (HMAC-SHA-256) a secret, so that either of two verifies. */
export const signedHeaders = (
  messageId: string,
  at: Date,
  body: string,
  secrets: readonly Uint8Array[],
): Readonly<Record<string, string>> => {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const signed = `${messageId}.${timestamp}.${body}`;
  return {
    'webhook-id': messageId,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets
      .map((secret) => `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`)
      .join(' '),
  };
};
