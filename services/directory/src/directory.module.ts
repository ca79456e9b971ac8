import { Module, type DynamicModule } from '@nestjs/common';
import { livePolicyBook } from '@sightline/relations';
import { dateInZone, newId, ServiceRuntime, type ServiceContext } from '@sightline/service-kit';
import { DistrictFormsController } from './adapters/http/district-forms.controller.js';
import {
  ASSIGN_ROLE,
  CHANGE_BY_HAND,
  CHANGE_POLICY_VERSIONS,
  DATABASE,
  DECIDE_HELD_IMPORT,
  DISTRICT_FORMS,
  IMPORT_ROSTER,
  LINK_PERSONS,
  PEOPLE_READER,
  REGISTERED_MEDIA,
  ROSTER_PROVIDER,
  ROSTER_STORE,
  SETTLE_RELATION,
  TODAY,
} from './adapters/http/directory-tokens.js';
import { InternalOperatorsController } from './adapters/http/internal-operators.controller.js';
import { InternalPeopleController } from './adapters/http/internal-people.controller.js';
import { PeopleController } from './adapters/http/people.controller.js';
import { PersonLinksController } from './adapters/http/person-links.controller.js';
import { PolicyVersionsController } from './adapters/http/policy-versions.controller.js';
import { RelationsController } from './adapters/http/relations.controller.js';
import { RestrictionsController } from './adapters/http/restrictions.controller.js';
import { RelationProposalsController } from './adapters/http/relation-proposals.controller.js';
import { RegisteredMediaController } from './adapters/http/registered-media.controller.js';
import { MediaRegister } from './adapters/http/registered-media.register.js';
import { RoleAssignmentsController } from './adapters/http/role-assignments.controller.js';
import { RosterImportsController } from './adapters/http/roster-imports.controller.js';
import { RosterPullsController } from './adapters/http/roster-pulls.controller.js';
import { RosterReadinessController } from './adapters/http/roster-readiness.controller.js';
import {
  oneRosterBundleReader,
  oneRosterProviderReader,
  type RosterProviderSettings,
} from './adapters/oneroster/index.js';
import { DirectoryPeopleReader } from './adapters/persistence/directory-people.reader.js';
import { CreateDirectory1764000000000 } from './adapters/persistence/migrations/1764000000000-create-directory.js';
import { KeepPolicyVersions1764200000000 } from './adapters/persistence/migrations/1764200000000-keep-policy-versions.js';
import { DatedRoster1764300000000 } from './adapters/persistence/migrations/1764300000000-dated-roster.js';
import { ConfirmRelations1764400000000 } from './adapters/persistence/migrations/1764400000000-confirm-relations.js';
import { LinkPersons1764410000000 } from './adapters/persistence/migrations/1764410000000-link-persons.js';
import { CarryActivities1764500000000 } from './adapters/persistence/migrations/1764500000000-carry-activities.js';
import { RegisterMedia1764600000000 } from './adapters/persistence/migrations/1764600000000-register-media.js';
import { PostalAddresses1764700000000 } from './adapters/persistence/migrations/1764700000000-postal-addresses.js';
import { PostgresAssignedRoleStore } from './adapters/persistence/postgres-assigned-role-store.js';
import { handRows } from './adapters/persistence/postgres-hand-rows.js';
import { PostgresRosterActs } from './adapters/persistence/postgres-roster-acts.js';
import { PostgresRosterStore } from './adapters/persistence/postgres-roster-store.js';
import { AssignRoleHandler } from './application/assign-role.handler.js';
import { ChangeDistrictFormsHandler, type DistrictFormNames } from './application/change-district-forms.handler.js';
import { ChangeByHandHandler } from './application/change-by-hand.handler.js';
import { ChangePolicyVersionsHandler } from './application/change-policy-versions.handler.js';
import { ChangeRegisteredMediaHandler } from './application/change-registered-media.handler.js';
import { DecideHeldImportHandler } from './application/decide-held-import.handler.js';
import { holdAboveUsually, type HoldAbove } from './domain/index.js';
import { ImportRosterHandler } from './application/import-roster.handler.js';
import { publishedPeopleProjection } from './read-models/assigned-roles/published-people.projection.js';
import { LinkPersonsHandler } from './application/link-persons.handler.js';
import { RosterWorker } from './application/roster.worker.js';
import { SettleRelationHandler } from './application/settle-relation.handler.js';
import { TurnRosterDayHandler } from './application/turn-roster-day.handler.js';
import { assignedRolesProjection } from './read-models/assigned-roles/assigned-roles.projection.js';
import { authorizationPeopleProjection } from './read-models/authorization-people/authorization-people.projection.js';
import { districtFormsProjection } from './read-models/district-forms/district-forms.projection.js';
import { registeredMediaProjection } from './read-models/registered-media/registered-media.projection.js';
import { ownLinkedPersons, personLinksProjection } from './read-models/person-links/person-links.projection.js';
import { pairOf } from './read-models/person-links/person-links.query.js';
import { policyVersionsProjection } from './read-models/policy-versions/policy-versions.projection.js';
import { relationProposalsProjection } from './read-models/relation-proposals/relation-proposals.projection.js';

@Module({})
class DirectoryModule {}

/** Composition root of `directory`: who there is, where, and how they are related. */
export async function createDirectoryModule(
  context: ServiceContext,
  {
    provider,
    holdAbove = holdAboveUsually,
  }: { readonly provider?: RosterProviderSettings; readonly holdAbove?: HoldAbove } = {},
) {
  const database = await context.openDatabase({
    entities: [],
    largeStatements: true,
    migrations: [
      CreateDirectory1764000000000,
      KeepPolicyVersions1764200000000,
      DatedRoster1764300000000,
      ConfirmRelations1764400000000,
      LinkPersons1764410000000,
      CarryActivities1764500000000,
      RegisterMedia1764600000000,
      PostalAddresses1764700000000,
    ],
  });
  const today = (): string => dateInZone(context.clock.now(), context.districtTimeZone);
  const policies = livePolicyBook(database.pool, context.clock, today);
  const people = new DirectoryPeopleReader(database.pool, 'en', today);
  const store = new PostgresRosterStore(database.pool, () => context.bus.announce('directory'));
  const rosterDay = new TurnRosterDayHandler(store, policies, context.clock, newId, today);
  const rosterWorker = new RosterWorker({
    duties: [() => store.failInterrupted(context.clock.now()), () => rosterDay.execute()],
    onFailure: (error) => context.logger.error({ err: error }, 'a duty of the roster failed; it is tried again'),
    pollMs: 1_000,
  });
  const projections = [
    assignedRolesProjection,
    publishedPeopleProjection,
    districtFormsProjection,
    policyVersionsProjection,
    relationProposalsProjection,
    personLinksProjection,
    ownLinkedPersons,
    registeredMediaProjection,
  ];
  const acts = new PostgresRosterActs(store, projections);
  const runtime = new ServiceRuntime(context, database.pool, {
    projections,
    foreignProjections: [authorizationPeopleProjection],
    logs: ['exception-request'],
    workers: [rosterWorker],
  });
  const importRoster = new ImportRosterHandler({
    store,
    reader: oneRosterBundleReader(),
    clock: context.clock,
    today,
    policies,
    consequences: context.consequences,
    holdAbove,
    onFailed: (error) => context.logger.error({ err: error }, 'roster import failed'),
  });
  const assignRole = new AssignRoleHandler(
    runtime,
    new PostgresAssignedRoleStore(database.pool),
    context.clock,
    today,
    policies,
  );
  const formNames: DistrictFormNames = {
    keep: async (id, name) => {
      await database.pool.query('insert into district_form_names (id, name) values ($1, $2)', [id, name]);
    },
    forget: async (id) => {
      await database.pool.query('delete from district_form_names where id = $1', [id]);
    },
  };
  const districtForms = new ChangeDistrictFormsHandler(runtime, formNames, context.clock, today, policies);

  const module: DynamicModule = {
    module: DirectoryModule,
    controllers: [
      PeopleController,
      InternalPeopleController,
      InternalOperatorsController,
      RosterImportsController,
      RosterPullsController,
      RosterReadinessController,
      RoleAssignmentsController,
      DistrictFormsController,
      PolicyVersionsController,
      RelationProposalsController,
      RelationsController,
      RestrictionsController,
      PersonLinksController,
      RegisteredMediaController,
    ],
    providers: [
      { provide: DATABASE, useValue: database.pool },
      { provide: PEOPLE_READER, useValue: people },
      { provide: ROSTER_STORE, useValue: store },
      { provide: ROSTER_PROVIDER, useValue: provider ? oneRosterProviderReader(provider, context.clock) : null },
      { provide: TODAY, useValue: today },
      { provide: IMPORT_ROSTER, useValue: importRoster },
      { provide: DECIDE_HELD_IMPORT, useValue: new DecideHeldImportHandler(store, importRoster, context.clock) },
      { provide: SETTLE_RELATION, useValue: new SettleRelationHandler(acts, context.clock, today, policies) },
      {
        provide: CHANGE_BY_HAND,
        useValue: new ChangeByHandHandler(acts, handRows, context.clock, today, policies),
      },
      { provide: LINK_PERSONS, useValue: new LinkPersonsHandler(acts, pairOf, context.clock, today, policies) },
      { provide: ASSIGN_ROLE, useValue: assignRole },
      { provide: DISTRICT_FORMS, useValue: districtForms },
      MediaRegister,
      {
        provide: REGISTERED_MEDIA,
        useValue: new ChangeRegisteredMediaHandler(runtime, context.clock, today, policies),
      },
      {
        provide: CHANGE_POLICY_VERSIONS,
        useValue: new ChangePolicyVersionsHandler(runtime, context.clock, today, policies),
      },
    ],
  };
  return {
    module,
    runtime,
    people,
    importRoster,
    rosterDay,
    assignRole,
    districtForms,
    /** True for a district that has imported no roster yet. */
    isEmpty: async (): Promise<boolean> => {
      const { rows } = await database.pool.query('select 1 from people limit 1');
      return rows.length === 0;
    },
    /** Imports that a crash cut off are told so, before any new one. */
    start: () => store.failInterrupted(context.clock.now()),
    close: () => database.close(),
  };
}
