import { Problem } from '@sightline/service-kit';
import type { FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface ReceivedUpload {
  readonly path: string;
  readonly folder: string;
  readonly sha256: string;
}

const uploadSizeMaxBytes = 512 * 1024 * 1024;

const tooLarge = (): Problem =>
  new Problem({
    type: 'body-too-large',
    status: 413,
    title: 'The bundle is too large',
    detail: `A roster bundle may have ${uploadSizeMaxBytes / 1024 / 1024} MiB at the most.`,
  });

const notABundle = (): Problem =>
  new Problem({
    type: 'unsupported-media-type',
    status: 415,
    title: 'A zip file is expected',
    detail: 'Send the bundle as the body with content-type application/zip, or as the one file of a multipart form.',
  });

/** Multipart forms are cut off at their limit without an error. */
const isCutOff = (source: Readable): boolean => (source as Readable & { truncated?: boolean }).truncated === true;

const streamOf = async (request: FastifyRequest): Promise<Readable> => {
  if (request.isMultipart()) {
    const part = await request.file({ limits: { fileSize: uploadSizeMaxBytes, files: 1 } });
    if (!part) throw notABundle();
    return part.file;
  }
  const body = request.body as Readable | undefined;
  if (!body || typeof body.pipe !== 'function') throw notABundle();
  return body;
};

/** Streams the body into a private temporary file; memory does not grow with its size. @throws Problem */
export async function receiveUpload(request: FastifyRequest): Promise<ReceivedUpload> {
  const source = await streamOf(request);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sightline-roster-'));
  const hash = createHash('sha256');
  let received = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      hash.update(chunk);
      done(received > uploadSizeMaxBytes ? tooLarge() : null, chunk);
    },
  });
  const target = path.join(folder, 'bundle.zip');
  try {
    await pipeline(source, measure, createWriteStream(target, { mode: 0o600 }));
    if (isCutOff(source)) throw tooLarge();
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return { path: target, folder, sha256: hash.digest('hex') };
}

export const discardUpload = (upload: ReceivedUpload): Promise<void> =>
  rm(upload.folder, { recursive: true, force: true });
