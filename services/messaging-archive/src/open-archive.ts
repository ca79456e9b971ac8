import {
  executeUnits,
  inTransaction,
  isRetriable,
  type Projection,
  type Transaction,
  type UnitOfWork,
} from '@sightline/event-store';
import { livePolicyBook } from '@sightline/relations';
import { dateInZone, newId, type ServiceContext } from '@sightline/service-kit';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { FolderBlobStore } from './adapters/blobs/folder-blob-store.js';
import { masterKeyFile } from './adapters/keys/master-key-file.js';
import { PostgresCaptureTables } from './adapters/persistence/postgres-capture-tables.js';
import { PostgresFingerprints } from './adapters/persistence/postgres-fingerprints.js';
import { PostgresKeyTable } from './adapters/persistence/postgres-key-table.js';
import { PostgresSealedRows } from './adapters/persistence/postgres-sealed-rows.js';
import { TakeCopies } from './application/capture/take-copies.js';
import { CopyAddressNames } from './application/copy-addresses/copy-address-names.js';
import { settleFingerprints } from './application/fingerprints/settle-fingerprints.js';
import { KeyRing } from './application/sealing/key-ring.js';
import { OpenMessages } from './application/sealing/open-messages.js';
import { SealedBlobs } from './application/sealing/sealed-blobs.js';

export interface CopyMailSettings {
  readonly host: string;
  /** 0 for any free port; null takes no mail. One that is taken gives way to any free port. */
  readonly port: number | null;
  /** What stands behind the @ of copy addresses. */
  readonly domain: string;
  /** The name under which the district's own receiving server writes Authentication-Results; null where none does. */
  readonly authservId: string | null;
}

export interface ArchiveSettings {
  /** Where the sealed originals and what waits to be read lie. */
  readonly blobFolder: string;
  /** The master key; made at the first start. */
  readonly masterKeyFile: string;
  /** Country of numbers that name none, as `1`. */
  readonly countryCode: string;
  readonly mail: CopyMailSettings;
}

/** Copies may be so late where the policy in force says nothing (C7 "simultaneously"). */
const copyLateAfterSeconds = 900;

const retriesMax = 5;

/** Another process has kept an answer under the same Idempotency-Key meanwhile: the next try finds it. */
const isKeyTaken = (error: unknown): boolean =>
  (error as { constraint?: unknown } | null)?.constraint === 'idempotency_keys_pkey';

/** A folder of its own that goes with the process: for specs. */
async function temporarySettings(): Promise<{ settings: ArchiveSettings; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sightline-archive-'));
  return {
    settings: {
      blobFolder: path.join(folder, 'blobs'),
      masterKeyFile: path.join(folder, 'master.key'),
      countryCode: '1',
      mail: { host: '127.0.0.1', port: 0, domain: 'copies.localhost', authservId: null },
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Keys, blobs and the intake over one database. Nothing is read or written until the first copy comes. */
export async function openArchive(
  context: ServiceContext,
  pool: pg.Pool,
  projections: readonly Projection[],
  given: ArchiveSettings | undefined,
  onAppended: () => void,
) {
  const { clock, districtTimeZone, people, requestWords } = context;
  const temporary = given ? undefined : await temporarySettings();
  const settings = given ?? temporary!.settings;
  const keys = new KeyRing(new PostgresKeyTable(pool), await masterKeyFile(settings.masterKeyFile), newId);
  const blobs = new SealedBlobs(new FolderBlobStore(settings.blobFolder));
  const settle = settleFingerprints(
    new PostgresFingerprints(pool),
    { people, requestWords },
    keys,
    settings.countryCode,
  );
  const policies = livePolicyBook(pool, clock, () => dateInZone(clock.now(), districtTimeZone));

  const commit = async <Answer>(
    work: (transaction: Transaction) => Promise<{ readonly units: readonly UnitOfWork[]; readonly answer: Answer }>,
  ): Promise<Answer> => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const { answer, appended } = await inTransaction(pool, async (transaction, sendLast) => {
          const done = await work(transaction);
          const executed =
            done.units.length === 0
              ? undefined
              : await executeUnits(transaction, done.units, { projections, sendLast });
          for (const result of executed?.results ?? [])
            if (result.outcome === 'refused') throw new Error(`refused: ${result.refusal.refused}`);
          return { answer: done.answer, appended: executed?.appended ?? 0 };
        });
        if (appended > 0) onAppended();
        return answer;
      } catch (error) {
        if (!(isRetriable(error) || isKeyTaken(error)) || attempt >= retriesMax) throw error;
      }
    }
  };

  const allowedSeconds = async (ids: readonly string[]): Promise<(id: string) => number> => {
    // A copy is kept whatever is known of its policy: a version that is not known yet only settles what counts as late.
    const allowed = await Promise.all(
      ids.map((id) =>
        policies.byId(id).then(
          (version) => [id, version.settings.copies?.lateAfterSeconds] as const,
          () => [id, undefined] as const,
        ),
      ),
    );
    return (id) => new Map(allowed).get(id) ?? copyLateAfterSeconds;
  };

  const policyInForce = async (): Promise<string> =>
    (await policies.inForce(dateInZone(clock.now(), districtTimeZone))).id;
  const intake = new TakeCopies({
    tables: new PostgresCaptureTables(pool),
    keys,
    blobs,
    clock,
    districtTimeZone,
    countryCode: settings.countryCode,
    settleFingerprints: settle,
    allowedSeconds,
    policyInForce,
    commit,
  });
  const names = new CopyAddressNames(keys, settings.mail.domain);
  const opener = new OpenMessages(new PostgresSealedRows(pool), keys, blobs);
  return {
    intake,
    opener,
    names,
    allowedSeconds,
    policyInForce,
    keys,
    settle,
    commit,
    policies,
    settings,
    close: () => temporary?.remove() ?? Promise.resolve(),
  };
}

export type OpenedArchive = Awaited<ReturnType<typeof openArchive>>;
