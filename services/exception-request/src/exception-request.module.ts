import { Module, type DynamicModule } from '@nestjs/common';
import { livePolicyBook, policyVersionsPart, relationsProjections } from '@sightline/relations';
import { dateInZone, ServiceRuntime, type ServiceContext } from '@sightline/service-kit';
import { AuthorizationsController } from './adapters/http/authorizations.controller.js';
import {
  DATABASE,
  PEOPLE,
  RENEW_REQUEST,
  REQUEST_WORDS,
  SAVE_DRAFT,
  SUBMIT_REQUEST,
  WITHDRAW_REQUEST,
} from './adapters/http/exception-request-tokens.js';
import { ExceptionRequestsController } from './adapters/http/exception-requests.controller.js';
import { InternalWordsController } from './adapters/http/internal-words.controller.js';
import { RequestStepsController } from './adapters/http/request-steps.controller.js';
import { RequestViews } from './adapters/http/request-views.js';
import { RequestWriter } from './adapters/http/request-writer.js';
import { disposedDrafts } from './adapters/persistence/disposed-drafts.projection.js';
import { CreateExceptionRequest1764000000000 } from './adapters/persistence/migrations/1764000000000-create-exception-request.js';
import { FollowRequestsAndAuthorizations1764100000000 } from './adapters/persistence/migrations/1764100000000-follow-requests-and-authorizations.js';
import { FollowPolicyVersions1764200000000 } from './adapters/persistence/migrations/1764200000000-follow-policy-versions.js';
import { relationParts } from './adapters/persistence/relation-parts.js';
import { DatabaseRequestWordsReader } from './adapters/persistence/request-words.reader.js';
import { RosterFactsReader } from './adapters/persistence/roster-facts.reader.js';
import { StandingAuthorizationsReader } from './adapters/persistence/standing-authorizations.reader.js';
import { standingRequests } from './adapters/persistence/standing-requests.reader.js';
import { RenewRequestHandler } from './application/renew-request.handler.js';
import { SaveDraftHandler } from './application/save-draft.handler.js';
import { SubmitRequestHandler } from './application/submit-request.handler.js';
import { WhenGroupMembersChanged } from './application/when-group-members-changed.reaction.js';
import { WhenRoundEnded } from './application/when-round-ended.reaction.js';
import { WithdrawRequestHandler } from './application/withdraw-request.handler.js';
import { authorizationsProjection } from './read-models/authorizations/authorizations.projection.js';
import { authorizationsFollowing } from './read-models/authorizations/authorizations.queries.js';
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
    ],
  });
  const today = (): string => dateInZone(clock.now(), context.districtTimeZone);
  const policies = livePolicyBook(database.pool, clock, today);
  const runtime = new ServiceRuntime(context, database.pool, {
    projections: [disposedDrafts, requestsProjection, authorizationsProjection],
    foreignProjections: [...relationsProjections([...relationParts, policyVersionsPart]), requestPartiesProjection],
    reactions: [
      new WhenRoundEnded(standingRequests, clock, today, policies),
      new WhenGroupMembersChanged({ authorizationsFollowing }, clock),
    ],
    logs: ['directory', 'approval'],
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
      InternalWordsController,
    ],
    providers: [
      { provide: DATABASE, useValue: database.pool },
      { provide: PEOPLE, useValue: context.people },
      { provide: REQUEST_WORDS, useValue: requestWords },
      RequestViews,
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
  return { module, runtime, requestWords, close: () => database.close() };
}
