import { findPeople } from '@sightline/relations';
import type { Queryable } from '@sightline/event-store';
import type { ImportSeal, ReckoningSigner } from '../../application/imports/import-ports.js';
import type { ImportRecord } from '../../application/imports/import-store.js';
import type { Outline } from '../../application/imports/outline.js';
import { reckoningText, type Reckoning } from '../../domain/index.js';

/** What every view of an import shows. */
export const importResource = (record: ImportRecord) => ({
  id: record.importId,
  status: record.status,
  createdAt: record.createdAt,
  endedAt: record.endedAt,
  expiresAt: record.status === 'awaits-selection' ? record.expiresAt : null,
  clause: 'C7',
  format: record.format,
  bytes: record.size,
  authorization: record.authorizationId,
  progress: { done: record.itemsDone, of: record.itemsAll },
  failure: record.failure,
  links: {
    self: `/api/v1/message-imports/${record.importId}`,
    ...(record.status === 'awaits-selection' && { selection: `/api/v1/message-imports/${record.importId}/selection` }),
    ...(record.authorizationId !== null && { authorization: `/api/v1/authorizations/${record.authorizationId}` }),
  },
});

/** With what its owner chooses from, or what it came to; both are sealed. */
export async function wholeImportResource(
  record: ImportRecord,
  {
    seal,
    signer,
    database,
  }: { readonly seal: ImportSeal; readonly signer: ReckoningSigner; readonly database: Queryable },
) {
  const { importId, sealedOutline, sealedReckoning, signature } = record;
  const outline = sealedOutline && (await seal.open<Outline>(importId, 'outline', sealedOutline));
  const reckoning = sealedReckoning && (await seal.open<Reckoning>(importId, 'reckoning', sealedReckoning));
  return {
    ...importResource(record),
    outline: outline && (await outlineResource(outline, database)),
    reckoning: reckoning && {
      ...reckoning,
      text: reckoningText(reckoning),
      signature,
      signatureAlgorithm: 'Ed25519',
      publicKey: signer.publicKey,
    },
  };
}

async function outlineResource(outline: Outline, database: Queryable) {
  const people = await findPeople(database, [...new Set(outline.threads.flatMap(({ studentIds }) => studentIds))]);
  const sourcedIds = new Map(people.map(({ personId, sourcedId }) => [personId, sourcedId]));
  return {
    ...outline,
    threads: outline.threads.map(({ studentIds, ...thread }) => ({
      ...thread,
      students: studentIds.map((id) => ({ id, sourcedId: sourcedIds.get(id) ?? null })),
    })),
  };
}
