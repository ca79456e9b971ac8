import { createHmac, timingSafeEqual } from 'node:crypto';

/** What `X-Twilio-Signature` holds: HMAC-SHA1 over the address and the form's fields, sorted by name, in base64. */
export const twilioSignature = (authToken: string, url: string, form: Readonly<Record<string, string>>): string =>
  createHmac('sha1', authToken)
    .update(
      Object.keys(form)
        .sort()
        .reduce((text, name) => `${text}${name}${form[name]}`, url),
    )
    .digest('base64');

/** True when the carrier sent this form to this address, and nobody else. */
export const isSignedByTwilio = (
  authToken: string,
  url: string,
  form: Readonly<Record<string, string>>,
  signature: string | undefined,
): boolean => {
  const expected = Buffer.from(twilioSignature(authToken, url, form));
  const seen = Buffer.from(signature ?? '');
  return expected.length === seen.length && timingSafeEqual(expected, seen);
};
