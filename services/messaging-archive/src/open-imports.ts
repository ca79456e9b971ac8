import type { ServiceContext, ServiceRuntime } from '@sightline/service-kit';
import { dateInZone, newId } from '@sightline/service-kit';
import path from 'node:path';
import type pg from 'pg';
import { messageFormatReaders } from './adapters/formats/message-format-readers.js';
import type { MessageImports } from './adapters/http/message-imports.controller.js';
import { reckoningKeyFile } from './adapters/keys/reckoning-key-file.js';
import { PostgresCaptureTables } from './adapters/persistence/postgres-capture-tables.js';
import { PostgresImportStore } from './adapters/persistence/postgres-import-store.js';
import { LocalUploadFolder } from './adapters/uploads/upload-folder.js';
import { matchCopies } from './application/capture/match-copies.js';
import { BeginImportHandler } from './application/imports/begin-import.handler.js';
import type { CoverageFinder } from './application/imports/import-ports.js';
import { importSeal } from './application/imports/import-seal.js';
import { ImportsWorker } from './application/imports/imports.worker.js';
import { RunImports } from './application/imports/run-import.js';
import { SelectThreadsHandler } from './application/imports/select-threads.handler.js';
import { matchingScope } from './application/sealing/key-ring.js';
import type { openArchive } from './open-archive.js';

const uploadBytesMax = 8 * 1024 ** 3;

/** Imports over the archive's intake. What is uploaded lies beside the blobs until it was read. */
export async function openImports(
  context: ServiceContext,
  pool: pg.Pool,
  archive: Awaited<ReturnType<typeof openArchive>>,
  execute: ServiceRuntime['execute'],
): Promise<{ readonly imports: MessageImports; readonly worker: ImportsWorker }> {
  const { clock, districtTimeZone, logger, people } = context;
  const { keys, settings, settle, policies } = archive;
  const folder = path.dirname(settings.blobFolder);
  const uploads = new LocalUploadFolder(path.join(folder, 'imports'), uploadBytesMax);
  const store = new PostgresImportStore(pool);
  const seal = importSeal(keys);
  const signer = await reckoningKeyFile(path.join(folder, 'reckoning.key'));
  const tables = new PostgresCaptureTables(pool);
  const coverage: CoverageFinder = {
    coverageOf: async (batch) => {
      if (batch.length === 0) return [];
      await settle();
      const matched = await matchCopies(batch, tables, await keys.ofScope(matchingScope), {
        districtTimeZone,
        countryCode: settings.countryCode,
      });
      return matched.map(({ coverage: found }) =>
        found.authorization === null
          ? { authorizationId: null, studentIds: [] }
          : { authorizationId: found.authorization.authorizationId, studentIds: found.studentIds },
      );
    },
  };
  const run = new RunImports({
    ...{ formats: messageFormatReaders, coverage, intake: archive.intake, uploads, seal, districtTimeZone },
    ...{ store, signer, clock, execute, newId },
    policyInForce: async () => (await policies.inForce(dateInZone(clock.now(), districtTimeZone))).id,
    onFailure: (error) => logger.error({ err: error }, 'an import was interrupted; it goes on in a minute'),
  });
  const worker = new ImportsWorker(run, (error) => logger.error({ err: error }, 'imports were not looked at'));
  const wake = (): void => worker.wake();
  const begin = new BeginImportHandler({
    ...{ store, formats: messageFormatReaders, uploads, clock, newId, wake },
    hash: async (value) => (await keys.ofScope(matchingScope)).hash('upload', value).toString('hex'),
  });
  const select = new SelectThreadsHandler({ store, seal, people, wake });
  return { imports: { begin, select, store, seal, signer, uploadBytesMax }, worker };
}
