import { Module, type DynamicModule } from '@nestjs/common';
import { relationsProjections } from '@sightline/relations';
import { dateInZone, ServiceRuntime, type ServiceContext } from '@sightline/service-kit';
import { AuthorizationsController } from './adapters/http/authorizations.controller.js';
import { DATABASE, PEOPLE, REQUEST_WORDS, SUBMIT_REQUEST, WITHDRAW_REQUEST } from './adapters/http/exception-request-tokens.js';
import { ExceptionRequestsController } from './adapters/http/exception-requests.controller.js';
import { InternalWordsController } from './adapters/http/internal-words.controller.js';
import { CreateExceptionRequest1764000000000 } from './adapters/persistence/migrations/1764000000000-create-exception-request.js';
import { relationParts } from './adapters/persistence/relation-parts.js';
import { DatabaseRequestWordsReader } from './adapters/persistence/request-words.reader.js';
import { RosterFactsReader } from './adapters/persistence/roster-facts.reader.js';
import { standingRequests } from './adapters/persistence/standing-requests.reader.js';
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
  const database = await context.openDatabase({ entities: [], migrations: [CreateExceptionRequest1764000000000] });
  const today = (): string => dateInZone(clock.now(), context.districtTimeZone);
  const runtime = new ServiceRuntime(context, database.pool, {
    projections: [requestsProjection, authorizationsProjection],
    foreignProjections: [...relationsProjections(relationParts), requestPartiesProjection],
    reactions: [
      new WhenRoundEnded(standingRequests, clock),
      new WhenGroupMembersChanged({ authorizationsFollowing }, clock),
    ],
    logs: ['directory', 'approval'],
  });
  const requestWords = new DatabaseRequestWordsReader(database.pool);
  const roster = new RosterFactsReader(database.pool);

  const module: DynamicModule = {
    module: ExceptionRequestModule,
    controllers: [ExceptionRequestsController, AuthorizationsController, InternalWordsController],
    providers: [
      { provide: DATABASE, useValue: database.pool },
      { provide: PEOPLE, useValue: context.people },
      { provide: REQUEST_WORDS, useValue: requestWords },
      { provide: SUBMIT_REQUEST, useValue: new SubmitRequestHandler(runtime, roster, clock, today) },
      { provide: WITHDRAW_REQUEST, useValue: new WithdrawRequestHandler(runtime, clock, today) },
    ],
  };
  return { module, runtime, requestWords, close: () => database.close() };
}
