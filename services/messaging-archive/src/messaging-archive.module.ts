import { Module, type DynamicModule } from '@nestjs/common';
import { relationsProjections, supervisorsOf } from '@sightline/relations';
import { ServiceRuntime, type ServiceContext } from '@sightline/service-kit';
import { AccessGrantsController, DATABASE } from './adapters/http/access-grants.controller.js';
import { CreateMessagingArchive1764000000000 } from './adapters/persistence/migrations/1764000000000-create-messaging-archive.js';
import { ArchiveMessages1764300000000 } from './adapters/persistence/migrations/1764300000000-archive-messages.js';
import { WhoSeesMessages1764500000000 } from './adapters/persistence/migrations/1764500000000-who-sees-messages.js';
import { followedParts } from './adapters/persistence/relation-parts.js';
import { WhenAuthorizationActivated } from './application/when-authorization-activated.reaction.js';
import { WhenAuthorizationEnded } from './application/when-authorization-ended.reaction.js';
import { WhenSupervisorChanged } from './application/when-supervisor-changed.reaction.js';
import { coveredAuthorizationsProjection } from './read-models/covered-authorizations/covered-authorizations.projection.js';
import { disclosuresProjection } from './read-models/disclosures/disclosures.projection.js';
import { searchDueProjection } from './read-models/search/search-due.projection.js';
import { accessGrantsProjection } from './read-models/access-grants/access-grants.projection.js';
import {
  copyDutiesProjection,
  dutiesOf,
  dutiesOfStaff,
  lockStaff,
} from './read-models/copy-duties/copy-duties.projection.js';

@Module({})
class MessagingArchiveModule {}

/** Composition root of `messaging-archive`: who may see the copies, moved with the supervisor (C7). */
export async function createMessagingArchiveModule(context: ServiceContext) {
  const { clock } = context;
  const database = await context.openDatabase({
    entities: [],
    migrations: [CreateMessagingArchive1764000000000, ArchiveMessages1764300000000, WhoSeesMessages1764500000000],
  });
  const duties = { lockStaff, dutiesOfStaff, dutiesOf, supervisorsOf };
  const runtime = new ServiceRuntime(context, database.pool, {
    projections: [accessGrantsProjection, disclosuresProjection, searchDueProjection],
    foreignProjections: [...relationsProjections(followedParts), copyDutiesProjection, coveredAuthorizationsProjection],
    reactions: [
      new WhenAuthorizationActivated(duties, clock),
      new WhenSupervisorChanged(duties, clock),
      new WhenAuthorizationEnded(duties, clock),
    ],
    logs: ['directory', 'exception-request'],
  });
  const module: DynamicModule = {
    module: MessagingArchiveModule,
    controllers: [AccessGrantsController],
    providers: [{ provide: DATABASE, useValue: database.pool }],
  };
  return { module, runtime, close: () => database.close() };
}
