import { Module, type DynamicModule } from '@nestjs/common';
import { livePolicyBook, relationsProjections } from '@sightline/relations';
import { dateInZone, ServiceRuntime, type ServiceContext } from '@sightline/service-kit';
import { AuthorizationStepsController } from './adapters/http/authorization-steps.controller.js';
import { AuthorizationViews } from './adapters/http/authorization-views.js';
import { AuthorizationsController } from './adapters/http/authorizations.controller.js';
import {
  COPY_ADDRESSES,
  DATABASE,
  DISTRICT_TIME_ZONE,
  OBJECT_TO_AUTHORIZATION,
  POLICIES,
  REVOKE_AUTHORIZATION,
  PEOPLE,
  RENEW_REQUEST,
  REQUEST_WORDS,
  SAVE_DRAFT,
  SUBMIT_REQUEST,
  WITHDRAW_REQUEST,
} from './adapters/http/exception-request-tokens.js';
import { ExceptionRequestsController } from './adapters/http/exception-requests.controller.js';
import { InternalLiveAuthorizationsController } from './adapters/http/internal-live-authorizations.controller.js';
import { InternalWordsController } from './adapters/http/internal-words.controller.js';
import { PolicyImpactController } from './adapters/http/policy-impact.controller.js';
import { RequestStepsController } from './adapters/http/request-steps.controller.js';
import { RequestViews } from './adapters/http/request-views.js';
import { RequestWriter } from './adapters/http/request-writer.js';
import { disposedDrafts } from './adapters/persistence/disposed-drafts.projection.js';
import { AuthorizationsReader } from './adapters/persistence/authorizations.reader.js';
import { KeepRestrictions1764300000000 } from './adapters/persistence/migrations/1764300000000-keep-restrictions.js';
import { CreateExceptionRequest1764000000000 } from './adapters/persistence/migrations/1764000000000-create-exception-request.js';
import { FollowRequestsAndAuthorizations1764100000000 } from './adapters/persistence/migrations/1764100000000-follow-requests-and-authorizations.js';
import { FollowPolicyVersions1764200000000 } from './adapters/persistence/migrations/1764200000000-follow-policy-versions.js';
import { LookAgainUnderNewPolicy1764400000000 } from './adapters/persistence/migrations/1764400000000-look-again-under-new-policy.js';
import { LinkPersons1764600000000 } from './adapters/persistence/migrations/1764600000000-link-persons.js';
import { everyRelationPart } from './adapters/persistence/relation-parts.js';
import { DatabaseRequestWordsReader } from './adapters/persistence/request-words.reader.js';
import { RosterFactsReader } from './adapters/persistence/roster-facts.reader.js';
import { StandingAuthorizationsReader } from './adapters/persistence/standing-authorizations.reader.js';
import { rosterStandings } from './adapters/persistence/roster-standings.reader.js';
import { ObjectToAuthorizationHandler } from './application/object-to-authorization.handler.js';
import { RevokeAuthorizationHandler } from './application/revoke-authorization.handler.js';
import { RenewRequestHandler } from './application/renew-request.handler.js';
import { SaveDraftHandler } from './application/save-draft.handler.js';
import { SubmitRequestHandler } from './application/submit-request.handler.js';
import { NewPolicyWorker } from './application/new-policy.worker.js';
import { DeadlineWorker } from './application/deadline.worker.js';
import { WhenDistrictFormAvailable } from './application/when-district-form-available.reaction.js';
import { WhenReviewDecided } from './application/when-review-decided.reaction.js';
import { WhenRosterChanged } from './application/when-roster-changed.reaction.js';
import { WhenRoundEnded } from './application/when-round-ended.reaction.js';
import { WithdrawRequestHandler } from './application/withdraw-request.handler.js';
import { liveAuthorizations } from './read-models/authorizations/live-authorizations.query.js';
import { authorizationsProjection } from './read-models/authorizations/authorizations.projection.js';
import { reviewsProjection } from './read-models/reviews/reviews.projection.js';
import { authorizationsUnderOtherVersions, keepChecked } from './read-models/policy-impact/policy-impact.query.js';
import { requestPartiesProjection } from './read-models/request-parties/request-parties.projection.js';
import { requestsProjection } from './read-models/requests/requests.projection.js';

@Module({})
class ExceptionRequestModule {}

/** Composition root of `exception-request`: requests under C3 and C5, C4's answers, and the authorizations they become. */
export async function createExceptionRequestModule(context: ServiceContext) {
  const { clock } = context;
  const database = await context.openDatabase({
    entities: [],
    migrations: [
      CreateExceptionRequest1764000000000,
      FollowRequestsAndAuthorizations1764100000000,
      FollowPolicyVersions1764200000000,
      KeepRestrictions1764300000000,
      LookAgainUnderNewPolicy1764400000000,
      LinkPersons1764600000000,
    ],
  });
  const today = (): string => dateInZone(clock.now(), context.districtTimeZone);
  const policies = livePolicyBook(database.pool, clock, today);
  const authorizationRows = new AuthorizationsReader(database.pool);
  const deadlines = new DeadlineWorker({
    authorizations: authorizationRows,
    execute: (unit) => runtime.execute(unit),
    ...{ clock, today, pollMs: 1_000 },
    onFailure: (error) => context.logger.error({ err: error }, 'deadlines of authorizations were not looked at'),
  });
  const newPolicies = new NewPolicyWorker({
    find: (question) => authorizationsUnderOtherVersions(database.pool, question),
    keepChecked: (versionId, ids) => keepChecked(database.pool, versionId, ids),
    execute: (unit) => runtime.execute(unit),
    ...{ policies, clock, today, pollMs: 2_000 },
    onFailure: (error) => context.logger.error({ err: error }, 'a new version of the policy was not looked at'),
  });
  const runtime: ServiceRuntime = new ServiceRuntime(context, database.pool, {
    projections: [disposedDrafts, requestsProjection, authorizationsProjection, reviewsProjection],
    foreignProjections: [...relationsProjections(everyRelationPart), requestPartiesProjection],
    reactions: [
      new WhenRoundEnded(rosterStandings, clock, today, policies),
      new WhenRosterChanged(rosterStandings, clock, today, policies),
      new WhenDistrictFormAvailable(rosterStandings, clock, today, policies),
      new WhenReviewDecided(authorizationRows, clock, today),
    ],
    logs: ['directory', 'approval'],
    workers: [deadlines, newPolicies],
  });
  const requestWords = new DatabaseRequestWordsReader(database.pool);
  const roster = new RosterFactsReader(database.pool);
  const authorizations = new StandingAuthorizationsReader(database.pool);
  const submitRequest = new SubmitRequestHandler(runtime, roster, requestWords, authorizations, clock, today, policies);

  const module: DynamicModule = {
    module: ExceptionRequestModule,
    controllers: [
      ExceptionRequestsController,
      RequestStepsController,
      AuthorizationsController,
      AuthorizationStepsController,
      PolicyImpactController,
      InternalWordsController,
      InternalLiveAuthorizationsController,
    ],
    providers: [
      { provide: DATABASE, useValue: database.pool },
      { provide: POLICIES, useValue: policies },
      { provide: PEOPLE, useValue: context.people },
      { provide: COPY_ADDRESSES, useValue: context.copyAddresses ?? null },
      { provide: REQUEST_WORDS, useValue: requestWords },
      RequestViews,
      AuthorizationViews,
      { provide: DISTRICT_TIME_ZONE, useValue: context.districtTimeZone },
      { provide: REVOKE_AUTHORIZATION, useValue: new RevokeAuthorizationHandler(runtime, clock, today, policies) },
      {
        provide: OBJECT_TO_AUTHORIZATION,
        useValue: new ObjectToAuthorizationHandler(runtime, authorizationRows, clock, today, policies),
      },
      RequestWriter,
      { provide: SUBMIT_REQUEST, useValue: submitRequest },
      { provide: SAVE_DRAFT, useValue: new SaveDraftHandler(runtime, roster, clock, today, policies) },
      {
        provide: RENEW_REQUEST,
        useValue: new RenewRequestHandler(submitRequest, requestWords, authorizations, today),
      },
      { provide: WITHDRAW_REQUEST, useValue: new WithdrawRequestHandler(runtime, clock, today, policies) },
    ],
  };
  return {
    ...{ module, runtime, requestWords, deadlines, newPolicies },
    /** Live authorizations with those on whose roster they rest. */
    liveAuthorizations: (after: string | null) => liveAuthorizations(database.pool, after),
    close: () => database.close(),
  };
}
