import { Module, type DynamicModule } from '@nestjs/common';
import type { LogName } from '@sightline/contracts';
import { peoplePart, relationsProjections } from '@sightline/relations';
import { ServiceRuntime, type ServiceContext } from '@sightline/service-kit';
import { DATABASE, HistoryController } from './adapters/http/history.controller.js';
import { ledgerProjection } from './adapters/persistence/append-to-ledger.js';
import { CreateLedger1764000000000 } from './adapters/persistence/migrations/1764000000000-create-ledger.js';

export interface AuditOptions {
  /** Every log that some service publishes. */
  readonly logs: readonly LogName[];
}

@Module({})
class AuditModule {}

/** Composition root of `audit`: the ledger of every event of every service. */
export async function createAuditModule(context: ServiceContext, { logs }: AuditOptions) {
  const database = await context.openDatabase({ entities: [], migrations: [CreateLedger1764000000000] });
  const runtime = new ServiceRuntime(context, database.pool, {
    projections: [],
    foreignProjections: [ledgerProjection, ...relationsProjections([peoplePart])],
    logs,
    lingerMs: 25,
  });
  const module: DynamicModule = {
    module: AuditModule,
    controllers: [HistoryController],
    providers: [{ provide: DATABASE, useValue: database.pool }],
  };
  return { module, runtime, close: () => database.close() };
}
