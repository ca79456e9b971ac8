import type { Clock } from '@sightline/service-kit';
import type { Readable } from 'node:stream';
import type { MessageFormats } from '../message-formats.js';
import type { UploadFolder } from './import-ports.js';
import type { BegunImport, ImportRecord, ImportStore } from './import-store.js';

export interface ReceivedUpload {
  readonly file: string;
  readonly size: number;
  readonly sha256: Buffer;
}

export interface UploadReceiver {
  receive(importId: string, source: Readable): Promise<ReceivedUpload>;
}

/** More bytes than an upload may have. */
export class UploadTooLarge extends Error {
  override readonly name = 'UploadTooLarge';
  constructor(readonly bytesMax: number) {
    super(`an upload may have ${bytesMax} bytes at the most`);
  }
}

export interface BeginImport {
  readonly staffId: string;
  readonly authorizationId: string | null;
  readonly allCovered: boolean;
  readonly upload: Readable;
  readonly key: { readonly scope: string; readonly key: string } | undefined;
}

export interface BeginImportParts {
  readonly store: ImportStore;
  readonly formats: Pick<MessageFormats, 'detect'>;
  readonly uploads: UploadFolder & UploadReceiver;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Keyed: what an export is cannot be found out from it. */
  readonly hash: (value: Buffer) => Promise<string>;
  readonly wake: () => void;
}

/** An export is chosen from within a day, or it is removed. */
const keptMs = 86_400_000;

/** Takes an upload in; reading it is work of its own (C7, C8). */
export class BeginImportHandler {
  constructor(private readonly parts: BeginImportParts) {}

  /** @throws UploadTooLarge */
  async execute({ staffId, authorizationId, allCovered, upload, key }: BeginImport): Promise<BegunImport> {
    const { store, formats, uploads, clock, newId, hash, wake } = this.parts;
    const importId = newId();
    const { file, size, sha256 } = await uploads.receive(importId, upload);
    try {
      const format = await formats.detect(file);
      const now = clock.now();
      const nothingToChoose = allCovered || format === 'eml' || format === null;
      const record: ImportRecord = {
        ...{ importId, staffId, authorizationId, allCovered, format, size, createdAt: now },
        status: nothingToChoose ? 'taking' : 'outlining',
        ...{ endedAt: null, expiresAt: new Date(now.getTime() + keptMs), itemsDone: 0, itemsAll: null },
        ...{ sealedOutline: null, sealedSelection: null, sealedReckoning: null, signature: null, failure: null },
      };
      const bodyHash = key && (await hash(Buffer.concat([sha256, Buffer.from(`${authorizationId} ${allCovered}`)])));
      const begun = await store.begin(record, key && { ...key, bodyHash: bodyHash! });
      if (begun.outcome === 'begun') wake();
      else await uploads.remove(importId);
      return begun;
    } catch (error) {
      await uploads.remove(importId);
      throw error;
    }
  }
}
