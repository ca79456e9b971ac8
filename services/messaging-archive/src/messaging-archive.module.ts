import { Module, type DynamicModule } from '@nestjs/common';
import { livePolicyBook, relationsProjections, supervisorsOf } from '@sightline/relations';
import { CachedPeopleReader, dateInZone, ServiceRuntime, type ServiceContext } from '@sightline/service-kit';
import { AccessGrantsController, DATABASE } from './adapters/http/access-grants.controller.js';
import { MESSAGE_IMPORTS } from './adapters/http/archive-tokens.js';
import { MessageImportsController } from './adapters/http/message-imports.controller.js';
import { CreateMessagingArchive1764000000000 } from './adapters/persistence/migrations/1764000000000-create-messaging-archive.js';
import { ArchiveMessages1764300000000 } from './adapters/persistence/migrations/1764300000000-archive-messages.js';
import { CountMissingCopies1764300100000 } from './adapters/persistence/migrations/1764300100000-count-missing-copies.js';
import { LinkPersons1764600000000 } from './adapters/persistence/migrations/1764600000000-link-persons.js';
import { ImportMessages1764400000000 } from './adapters/persistence/migrations/1764400000000-import-messages.js';
import { WhoSeesMessages1764500000000 } from './adapters/persistence/migrations/1764500000000-who-sees-messages.js';
import { SaidAboutMessages1764500100000 } from './adapters/persistence/migrations/1764500100000-said-about-messages.js';
import { loadHeardBefore, onceApplied, onceReacted } from './adapters/persistence/heard-before.js';
import { addedParts, relationParts } from './adapters/persistence/relation-parts.js';
import { WhenAuthorizationActivated } from './application/when-authorization-activated.reaction.js';
import { WhenAuthorizationEnded } from './application/when-authorization-ended.reaction.js';
import { WhenSupervisorChanged } from './application/when-supervisor-changed.reaction.js';
import { LookWorker } from './application/look.worker.js';
import {
  COPY_ADDRESSES,
  CopyAddressesController,
  InternalCopyAddressesController,
  ROTATE_COPY_ADDRESS,
} from './adapters/http/copy-addresses.controller.js';
import { RotateCopyAddressHandler } from './application/copy-addresses/rotate-copy-address.handler.js';
import { copyAddressReader } from './application/copy-addresses/copy-address-reader.js';
import { WhenCopiesDue } from './application/when-copies-due.reaction.js';
import { openArchive, type ArchiveSettings, type OpenedArchive } from './open-archive.js';
import { captureControllers, openCapture } from './open-capture.js';
import { openCopyMail } from './open-copy-mail.js';
import { looksControllers, looksProjections, openLooks } from './open-looks.js';
import { copyAddressesProjection } from './read-models/copy-addresses/copy-addresses.projection.js';
import { openImports } from './open-imports.js';
import { fingerprintsDueProjection } from './read-models/fingerprints-due/fingerprints-due.projection.js';
import { coveredAuthorizationsProjection } from './read-models/covered-authorizations/covered-authorizations.projection.js';
import { missingCopiesProjection } from './read-models/copy-gaps/missing-copies.projection.js';
import { accessGrantsProjection } from './read-models/access-grants/access-grants.projection.js';
import {
  copyDutiesProjection,
  dutiesOf,
  dutiesOfStaff,
  lockStaff,
} from './read-models/copy-duties/copy-duties.projection.js';

export interface MessagingArchiveOptions {
  /** Where sealed bytes and their master key lie; left out: a folder that goes with the process. */
  readonly archive?: ArchiveSettings;
}

@Module({})
class MessagingArchiveModule {}

/** Composition root of `messaging-archive`: who may see the copies, moved with the supervisor (C7). */
export async function createMessagingArchiveModule(context: ServiceContext, options: MessagingArchiveOptions = {}) {
  const { clock, logger } = context;
  const database = await context.openDatabase({
    entities: [],
    migrations: [
      CreateMessagingArchive1764000000000,
      ArchiveMessages1764300000000,
      CountMissingCopies1764300100000,
      ImportMessages1764400000000,
      WhoSeesMessages1764500000000,
      SaidAboutMessages1764500100000,
      LinkPersons1764600000000,
    ],
  });
  const heardBefore = await loadHeardBefore(database.pool);
  const policies = livePolicyBook(database.pool, clock, () => dateInZone(clock.now(), context.districtTimeZone));
  const duties = { lockStaff, dutiesOfStaff, dutiesOf, supervisorsOf };
  const projections = [
    ...[accessGrantsProjection, missingCopiesProjection, ...looksProjections],
    copyAddressesProjection((copyAddressId) => archive.names.hashOf(copyAddressId)),
  ];
  const archive: OpenedArchive = await openArchive(context, database.pool, projections, options.archive, () => {
    context.bus.announce(context.service);
    looks.searchIndex.archived();
  });
  const looks = openLooks(context, {
    ...{ pool: database.pool, policies, opener: archive.opener },
    people: new CachedPeopleReader(context.people),
    runtime: () => runtime,
  });
  // Whoever takes a copy asks by itself: this keeps the first copy after an import from waiting for a whole roster.
  const fingerprints = new LookWorker({
    look: archive.settle,
    onFailure: (error) => logger.warn({ err: error }, 'addresses are not known yet; they are asked for again'),
    pollMs: 10_000,
  });
  const { imports, worker: importsWorker } = await openImports(context, database.pool, archive, (unit) =>
    runtime.execute(unit),
  );
  const runtime: ServiceRuntime = new ServiceRuntime(context, database.pool, {
    projections,
    foreignProjections: [
      ...relationsProjections(relationParts).map((projection) => onceApplied(projection, heardBefore)),
      ...relationsProjections(addedParts),
      copyDutiesProjection,
      coveredAuthorizationsProjection,
      fingerprintsDueProjection,
    ],
    reactions: [
      new WhenAuthorizationActivated(duties, clock),
      onceReacted(new WhenSupervisorChanged(duties, clock), heardBefore),
      new WhenAuthorizationEnded(duties, clock),
      new WhenCopiesDue(clock),
    ],
    logs: ['directory', 'exception-request'],
    workers: [looks.recordsRequestsDue, looks.searchIndex, fingerprints, importsWorker],
  });
  const copyMail = openCopyMail(context, database.pool, archive, (unit) => runtime.execute(unit));
  const copyAddresses = copyAddressReader(database.pool, archive.names);
  const module: DynamicModule = {
    module: MessagingArchiveModule,
    controllers: [
      AccessGrantsController,
      CopyAddressesController,
      InternalCopyAddressesController,
      ...looksControllers,
      MessageImportsController,
      ...captureControllers,
    ],
    providers: [
      { provide: DATABASE, useValue: database.pool },
      { provide: COPY_ADDRESSES, useValue: copyAddresses },
      { provide: ROTATE_COPY_ADDRESS, useValue: new RotateCopyAddressHandler(runtime, database.pool, clock) },
      { provide: MESSAGE_IMPORTS, useValue: imports },
      ...looks.providers,
      ...openCapture(context, archive),
    ],
  };
  return {
    module,
    runtime,
    recordsRequestsDue: looks.recordsRequestsDue,
    searchIndex: looks.searchIndex,
    intake: archive.intake,
    opener: archive.opener,
    copyAddresses,
    /** Takes mail from then on. @returns the port; null where no mail is taken */
    listenForCopies: () => copyMail.listen(),
    close: async () => {
      await copyMail.close();
      await database.close();
      await archive.close();
    },
  };
}
