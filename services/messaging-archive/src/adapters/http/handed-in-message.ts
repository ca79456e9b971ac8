import { bodyValidation, Problem, type Clock } from '@sightline/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import type { CapturedContent } from '../../application/capture-message.handler.js';
import type { Communication, Party, PartyKind } from '../../domain/index.js';
import { CaptureBody } from './captured-messages.dto.js';

const mebibyte = 1_048_576;
const mailBytesMax = 25 * mebibyte;
const bytesUnderWayMax = 100 * mebibyte;
/** A clock may be so far ahead. */
const aheadMsMax = 300_000;

let underWay = 0;

const tooLarge = (): Problem =>
  new Problem({
    ...{ type: 'body-too-large', status: 413, title: 'The mail is too large' },
    detail: `A mail may have ${mailBytesMax / mebibyte} MiB at the most.`,
    remedy: 'Bring it as an import.',
  });

/** @throws Problem 413 for a mail that is too large, 503 while too much is under way */
async function mailOf(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      underWay += chunk.length;
      if (size > mailBytesMax) throw tooLarge();
      if (underWay > bytesUnderWayMax)
        throw new Problem({
          ...{ type: 'too-much-at-once', status: 503, title: 'Too many mails at once' },
          ...{ detail: 'Nothing of this mail was kept. Send it again in a moment.', retryAfterSeconds: 5 },
        });
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    underWay -= size;
  }
}

const wrongFields = (field: string, detail: string): Problem =>
  new Problem({
    ...{ type: 'invalid-request', status: 422, title: 'Some fields are missing or wrong' },
    ...{
      detail: 'Correct the fields named under errors and send the request again.',
      errors: [{ field, detail }],
    },
  });

const kindOf = (address: string): PartyKind => {
  if (/^[^\s@]+@[^\s@]+$/.test(address.trim())) return 'email';
  return /^\+?[\d\s().-]{7,25}$/.test(address.trim()) ? 'telephone' : 'unknown';
};

const partyOf = ({ address, displayName = '' }: CaptureBody['from']): Party => ({
  ...{ address, kind: kindOf(address), displayName },
});

/** @throws Problem 422 */
function communicationOf(body: CaptureBody, clock: Clock): Communication {
  const { medium, subject = '', text = '', attachments = [], durationSeconds } = body;
  const sentAt = new Date(body.sentAt);
  if (Number.isNaN(sentAt.getTime())) throw wrongFields('sentAt', 'There is no such moment.');
  if (sentAt.getTime() > clock.now().getTime() + aheadMsMax)
    throw wrongFields('sentAt', 'It lies in the future: what was not sent yet has no copy.');
  if (medium !== 'phone-call' && `${subject}${text}`.trim() === '' && attachments.length === 0)
    throw wrongFields('text', 'A message needs a text, a subject or an attachment.');
  return {
    ...{ externalId: null, sentAt, medium, direction: 'unknown', subject, text, html: null },
    ...{ from: partyOf(body.from), to: body.to.map(partyOf) },
    attachments: attachments.map(({ fileName, mediaType, base64 }) => ({
      ...{ fileName, mediaType, inline: false, bytes: Buffer.from(base64, 'base64') },
    })),
    ...{ inReplyTo: null, references: [], threadHint: null },
    facts: durationSeconds === undefined ? {} : { durationSeconds },
  };
}

const validation = bodyValidation();

/** What is handed in, as a mail or as fields. @throws Problem 413, 415, 422, 503 */
export async function handedIn(
  request: FastifyRequest,
  clock: Clock,
): Promise<{ readonly content: CapturedContent; readonly authorizationId: string | undefined }> {
  const { body, headers } = request;
  const mediaType = headers['content-type']?.split(';')[0]!.trim().toLowerCase();
  const stream = body as Readable | null | undefined;
  if (stream && typeof stream.pipe === 'function') {
    if (mediaType !== 'message/rfc822')
      throw new Problem({
        ...{ type: 'unsupported-media-type', status: 415, title: 'That media type is not accepted here' },
        detail: 'Send a mail as message/rfc822, and anything else as application/json.',
      });
    const bytes = await mailOf(stream);
    if (bytes.length === 0) throw wrongFields('body', 'The mail is empty.');
    return { content: { kind: 'mail', bytes }, authorizationId: undefined };
  }
  const fields = (await validation.transform(body ?? {}, { type: 'body', metatype: CaptureBody })) as CaptureBody;
  const communication = communicationOf(fields, clock);
  const original = Buffer.from(JSON.stringify(body));
  return { content: { kind: 'form', communication, original }, authorizationId: fields.authorization };
}
