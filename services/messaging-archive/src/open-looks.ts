import type { PolicyBook } from '@sightline/policy';
import { dateInZone, type ServiceContext, type ServiceRuntime } from '@sightline/service-kit';
import type pg from 'pg';
import { htmlText } from './adapters/display/html-text.js';
import {
  ANSWER_RECORDS_REQUEST,
  LOOK_AT_MESSAGES,
  LOOKING,
  OPEN_RECORDS_REQUEST,
  SAY_ABOUT_MESSAGE,
  SEARCH_MESSAGES,
} from './adapters/http/archive-tokens.js';
import { DisclosuresController } from './adapters/http/disclosures.controller.js';
import { MessageRecordsController } from './adapters/http/message-records.controller.js';
import { MessagesController } from './adapters/http/messages.controller.js';
import { RecordsRequestsController } from './adapters/http/records-requests.controller.js';
import { PostgresSearchIndex } from './adapters/persistence/postgres-search-index.js';
import { termsOfWord } from './adapters/search/stemmed-terms.js';
import { DiscloseMessages } from './application/looks/disclose-messages.js';
import { IndexMessagesWorker } from './application/looks/index-messages.worker.js';
import { LookAtMessages } from './application/looks/look-at-messages.js';
import type { Looking } from './application/looks/looking-caller.js';
import { SayAboutMessageHandler } from './application/looks/say-about-message.handler.js';
import { SearchMessages } from './application/looks/search-messages.js';
import { AnswerRecordsRequestHandler } from './application/records-requests/answer-records-request.handler.js';
import { OpenRecordsRequestHandler } from './application/records-requests/open-records-request.handler.js';
import { RecordsRequestsDueWorker } from './application/records-requests/records-requests-due.worker.js';
import type { MessageOpener, SearchKeys } from './application/sealed-content.js';
import { disclosuresProjection } from './read-models/disclosures/disclosures.projection.js';
import {
  attachmentReviewsProjection,
  contestsProjection,
  disputesProjection,
  heldMessagesProjection,
} from './read-models/message-records/message-records.projections.js';
import { recordsRequestsProjection } from './read-models/records-requests/records-requests.projection.js';
import { dueRecordsRequests } from './read-models/records-requests/records-requests.queries.js';
import { searchDueProjection } from './read-models/search/search-due.projection.js';

/** What follows from this service's own events about who looks, searches and asks. */
export const looksProjections = [
  ...[disclosuresProjection, recordsRequestsProjection, searchDueProjection],
  ...[disputesProjection, contestsProjection, attachmentReviewsProjection, heldMessagesProjection],
];

export const looksControllers = [
  ...[MessagesController, MessageRecordsController, DisclosuresController, RecordsRequestsController],
];

export interface LooksParts {
  readonly pool: pg.Pool;
  readonly people: Looking['people'];
  readonly policies: PolicyBook;
  /** Breaks seals, and has the keys of the index. */
  readonly opener: MessageOpener & SearchKeys;
  readonly runtime: () => Pick<ServiceRuntime, 'execute'>;
}

/** Who sees messages, how they are searched, and what is asked for (C7, C8, C9, C10). */
export function openLooks(
  { clock, districtTimeZone, logger }: Pick<ServiceContext, 'clock' | 'districtTimeZone' | 'logger'>,
  { pool, people, policies, opener, runtime }: LooksParts,
) {
  const execute: ServiceRuntime['execute'] = (unit) => runtime().execute(unit);
  const today = (): string => dateInZone(clock.now(), districtTimeZone);
  const looking: Looking = { database: pool, people, clock, districtTimeZone };
  const disclosures = new DiscloseMessages({ execute }, clock, districtTimeZone, policies);
  const looks = new LookAtMessages(looking, opener, disclosures, htmlText);
  const recordsRequestsDue = new RecordsRequestsDueWorker({
    due: (day, limit) => dueRecordsRequests(pool, day, limit),
    ...{ execute, clock, today, pollMs: 10_000 },
    onFailure: (error) => logger.error({ err: error }, 'due dates of records requests were not looked at'),
  });
  const searchIndex = new IndexMessagesWorker({
    ...{ index: new PostgresSearchIndex(pool), opener, keys: opener, termsOfWord, htmlText, pollMs: 10_000 },
    onFailure: (error) => logger.error({ err: error }, 'messages wait to be searchable'),
  });
  const providers = [
    { provide: LOOKING, useValue: looking },
    { provide: LOOK_AT_MESSAGES, useValue: looks },
    { provide: SEARCH_MESSAGES, useValue: new SearchMessages(looking, looks, opener, disclosures, termsOfWord) },
    { provide: SAY_ABOUT_MESSAGE, useValue: new SayAboutMessageHandler({ execute }, looking, policies) },
    { provide: OPEN_RECORDS_REQUEST, useValue: new OpenRecordsRequestHandler({ execute }, looking, policies) },
    { provide: ANSWER_RECORDS_REQUEST, useValue: new AnswerRecordsRequestHandler({ execute }, looking, policies) },
  ];
  return { providers, recordsRequestsDue, searchIndex };
}
