import { Inject, Injectable } from '@nestjs/common';
import type { PeopleReader, RequestWords, RequestWordsReader } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { mayAccess, type Relation, type Verb } from '@sightline/policy';
import { isUuid, notFound, type PersonCaller } from '@sightline/service-kit';
import type { FastifyReply } from 'fastify';
import type { RequestRow } from '../../read-models/requests/requests.projection.js';
import { findRequest, type RequestStanding } from '../../read-models/requests/requests.queries.js';
import { etagOf } from './asked-by.js';
import { DATABASE, PEOPLE, REQUEST_WORDS } from './exception-request-tokens.js';
import { namedReferencesTo, referencesTo } from './references.js';
import { draftResource, requestResource } from './request.resources.js';

/** Requests as a caller may see them. */
@Injectable()
export class RequestViews {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(PEOPLE) private readonly people: PeopleReader,
    @Inject(REQUEST_WORDS) private readonly words: RequestWordsReader,
  ) {}

  /** One request for its caller, its version as ETag. @throws Problem when there is nothing here for the caller */
  async show(caller: PersonCaller, id: string, reply: FastifyReply): Promise<object> {
    const { request, words, draft } = await this.visible(caller, id, 'read');
    void reply.header('etag', etagOf(request.version));
    if (draft) return draftResource(request, await referencesTo(this.database, [request.requester_id]), draft);
    const [referTo, places] = await Promise.all([
      namedReferencesTo(this.database, this.people, peopleIn(request)),
      this.people.places(request.group_id === null ? [] : [request.group_id]),
    ]);
    const known = words === null ? undefined : { requestId: request.request_id, ...words };
    return {
      ...requestResource(request, referTo, known),
      groupTitle: places.get(request.group_id ?? '')?.name ?? null,
    };
  }

  /** As in a list, for whoever has just written it: without names, which are their owner's to tell and cost two more questions. */
  async written(caller: PersonCaller, id: string, reply: FastifyReply): Promise<object> {
    const { request, words, draft } = await this.visible(caller, id, 'read');
    void reply.header('etag', etagOf(request.version));
    const referTo = await referencesTo(this.database, peopleIn(request));
    if (draft) return draftResource(request, referTo, draft);
    return requestResource(request, referTo, words === null ? undefined : { requestId: request.request_id, ...words });
  }

  async list(rows: readonly RequestRow[]): Promise<object[]> {
    return this.resources(rows, await this.words.requestWords(rows.map(({ request_id }) => request_id)));
  }

  /** @throws Problem when the caller may not even know of it */
  async visible(caller: PersonCaller, id: string, verb: Verb): Promise<RequestStanding> {
    if (!isUuid(id)) throw notFound();
    const standing = await findRequest(this.database, id.toLowerCase(), caller.personId);
    if (!standing) throw notFound();
    const { request, parties } = standing;
    const relations = new Set<Relation>(parties);
    const neverAsked = request.submission === 0 && request.status !== 'not-required';
    if (!mayAccess(neverAsked ? 'request-draft' : 'exception-request', verb, relations)) throw notFound();
    return standing;
  }

  private async resources(rows: readonly RequestRow[], words: ReadonlyMap<string, RequestWords>): Promise<object[]> {
    const referTo = await referencesTo(this.database, rows.flatMap(peopleIn));
    return rows.map((row) => requestResource(row, referTo, words.get(row.request_id)));
  }
}

const peopleIn = (row: RequestRow): readonly string[] => [
  row.requester_id,
  ...row.student_ids,
  ...row.own_family.map(({ studentId }) => studentId),
];
