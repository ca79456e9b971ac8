import { Problem } from '@sightline/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';

/** The bytes that were sent, as the body or as the one file of a form. @throws Problem 415 */
export async function sentBytes(request: FastifyRequest, bytesMax: number): Promise<Readable> {
  if (request.isMultipart()) {
    const part = await request.file({ limits: { fileSize: bytesMax, files: 1 } });
    if (part) return part.file;
  } else {
    const body = request.body as Readable | undefined;
    if (body && typeof body.pipe === 'function') return body;
  }
  throw new Problem({
    type: 'unsupported-media-type',
    status: 415,
    title: 'A file is expected',
    detail:
      'Send the export as the body with content-type application/octet-stream, or as the one file of a multipart form.',
  });
}

export const uploadTooLarge = (bytesMax: number): Problem =>
  new Problem({
    type: 'body-too-large',
    status: 413,
    title: 'The export is too large',
    detail: `An export may have ${Math.floor(bytesMax / 1024 ** 2)} MiB at the most.`,
    remedy: 'Export a shorter time, or one mailbox or chat at a time.',
  });
