import { Module, type DynamicModule } from '@nestjs/common';
import type { LogName } from '@sightline/contracts';
import { peoplePart, relationsProjections } from '@sightline/relations';
import { inTransaction } from '@sightline/event-store';
import { ServiceRuntime, type ServiceContext } from '@sightline/service-kit';
import { CONFORMANCE, ConformanceController, type ConformanceSource } from './adapters/http/conformance.controller.js';
import { DATABASE, HistoryController } from './adapters/http/history.controller.js';
import { PACKS, PacksController, type PacksSource } from './adapters/http/packs.controller.js';
import { REPLAY, ReplayController, type ReplaySource } from './adapters/http/replay.controller.js';
import { TREE, TreeController, type TreeSource } from './adapters/http/tree.controller.js';
import { newSigningKey, openSigningKey } from './adapters/keys/signing-key-file.js';
import { ledgerProjection } from './adapters/persistence/append-to-ledger.js';
import { CreateLedger1764000000000 } from './adapters/persistence/migrations/1764000000000-create-ledger.js';
import { TreeOfTheLedger1764100000000 } from './adapters/persistence/migrations/1764100000000-tree-of-the-ledger.js';
import { Conformance1764100000001 } from './adapters/persistence/migrations/1764100000001-conformance.js';
import { postgresJudgements } from './adapters/persistence/judgement-store.js';
import { packSource } from './adapters/persistence/pack-source.js';
import { postgresSignedHeads } from './adapters/persistence/signed-heads.js';
import { TreeTiles } from './adapters/persistence/tree-tiles.js';
import { foldAggregates } from './adapters/replay/fold-aggregates.js';
import { proveRound } from './adapters/replay/prove-round.js';
import { readEventSchemas } from './adapters/schemas/event-schemas.js';
import { judgeWhatIsNew } from './application/judge-what-is-new.js';
import { IntervalWorker } from './application/interval.worker.js';
import { writePack } from './application/packs/write-pack.js';
import { readSigningKey } from './application/signed-note.js';
import { signWhatIsNew, TreeHeads } from './application/tree-heads.js';

export interface AuditOptions {
  /** Every log that some service publishes. */
  readonly logs: readonly LogName[];
  /** Where the key is that signs tree heads and packs; made when it is missing. Null: nothing is signed unasked, and with a key that ends with the process. */
  readonly signingKeyFile: string | null;
  /** How often the history is signed, when it has grown; a minute unless said otherwise. */
  readonly treeHeadEveryMs?: number;
  /** How often cases are judged in which something happened or became due; five seconds unless said otherwise. */
  readonly judgeEveryMs?: number;
}

@Module({})
class AuditModule {}

/** Composition root of `audit`: the ledger of every event of every service, and what it can prove. */
export async function createAuditModule(
  context: ServiceContext,
  { logs, signingKeyFile, treeHeadEveryMs = 60_000, judgeEveryMs = 5_000 }: AuditOptions,
) {
  const { publicUrl, clock, logger, districtTimeZone } = context;
  const signer =
    signingKeyFile === null
      ? readSigningKey(newSigningKey(publicUrl))
      : await openSigningKey(signingKeyFile, publicUrl);
  const { pool, close } = await context.openDatabase({
    entities: [],
    migrations: [CreateLedger1764000000000, TreeOfTheLedger1764100000000, Conformance1764100000001],
  });
  const heads = new TreeHeads(new TreeTiles(pool), signer);
  const signedHeads = postgresSignedHeads(pool);
  const signing = new IntervalWorker({
    look: () => signWhatIsNew(heads, signedHeads, () => clock.now()),
    onFailure: (error) => logger.error({ err: error }, 'the history is not signed; it is tried again'),
    everyMs: treeHeadEveryMs,
  });
  const judgeNext = judgeWhatIsNew({ store: postgresJudgements, proveRound, now: () => clock.now() });
  const judging = new IntervalWorker({
    look: async () => {
      while (await inTransaction(pool, judgeNext));
    },
    onFailure: (error) => logger.error({ err: error }, 'cases wait to be judged; it is tried again'),
    everyMs: judgeEveryMs,
  });
  const runtime = new ServiceRuntime(context, pool, {
    projections: [],
    foreignProjections: [ledgerProjection, ...relationsProjections([peoplePart])],
    logs,
    lingerMs: 25,
    workers: signingKeyFile === null ? [judging] : [signing, judging],
  });
  const conformance: ConformanceSource = {
    database: pool,
    proveRound,
    now: () => clock.now(),
    size: () => heads.size(),
  };
  const replay: ReplaySource = { database: pool, districtTimeZone, foldAggregates, size: () => heads.size() };
  const tree: TreeSource = { database: pool, heads };
  const source = packSource(pool, readEventSchemas);
  const packs: PacksSource = {
    database: pool,
    size: () => heads.size(),
    write: (order) => writePack(heads, source, order),
  };
  const module: DynamicModule = {
    module: AuditModule,
    controllers: [ConformanceController, ReplayController, TreeController, PacksController, HistoryController],
    providers: [
      { provide: DATABASE, useValue: pool },
      { provide: TREE, useValue: tree },
      { provide: REPLAY, useValue: replay },
      { provide: CONFORMANCE, useValue: conformance },
      { provide: PACKS, useValue: packs },
    ],
  };
  return { module, runtime, publicKey: signer.verifierKey, close: () => close() };
}
