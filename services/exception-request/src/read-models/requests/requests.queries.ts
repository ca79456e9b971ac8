import type { Queryable } from '@sightline/event-store';
import { recordsOfPerson } from '@sightline/relations';
import type { RequestRow } from './requests.projection.js';

const caller = recordsOfPerson('$1::uuid');
const reader = recordsOfPerson('$2::uuid');

/** `$1` is the caller; `$2` true for those who may see every request (auditors). What was never asked is its author's alone. */
const visible = `(($2 and (submission > 0 or status = 'not-required')) or requester_id = any(${caller}) or exists (
  select 1 from request_parties where request_parties.request_id = requests.request_id and person_id = any(${caller})))`;

/** Newest first; one more than `limit`, so that the page knows whether it is the last. */
export async function listRequests(
  database: Queryable,
  filter: {
    readonly callerId: string;
    readonly all: boolean;
    readonly status?: string;
    readonly kind?: string;
    readonly requesterId?: string;
    readonly studentId?: string;
    /** A class or activity, by id or sourcedId. */
    readonly group?: string;
    readonly renewalOf?: string;
    readonly before?: string;
    readonly limit: number;
  },
): Promise<RequestRow[]> {
  const { rows } = await database.query<RequestRow>({
    name: 'requests.list',
    text: `select * from requests where ${visible} and ($3::text is null or status = $3) and ($4::uuid is null or request_id < $4)
             and ($6::text is null or kind = $6) and ($7::uuid is null or requester_id = $7)
             and ($8::uuid is null or student_ids @> array[$8::uuid]) and ($9::text is null or group_id in (
               select group_id from roster_groups where group_id::text = lower($9) or sourced_id = $9))
             and ($10::uuid is null or renewal_of = $10)
           order by request_id desc limit $5`,
    values: [
      filter.callerId,
      filter.all,
      filter.status ?? null,
      filter.before ?? null,
      filter.limit + 1,
      filter.kind ?? null,
      filter.requesterId ?? null,
      filter.studentId ?? null,
      filter.group ?? null,
      filter.renewalOf ?? null,
    ],
  });
  return rows;
}

/** How a person stands to a request, and what was written in it. */
export interface RequestStanding {
  readonly request: RequestRow;
  readonly parties: readonly ('requester' | 'candidate' | 'decider' | 'auditor')[];
  readonly words: WrittenRequest | null;
  /** What a draft says so far, as it was sent. */
  readonly draft: object | null;
}

export interface WrittenRequest {
  readonly reason: string;
  readonly channelAddress: string | null;
  readonly shortfallWhy: string | null;
}

/** One request, its words and the caller's part in it; the same read whether it exists or not, is open to the caller or not. */
export async function findRequest(
  database: Queryable,
  requestId: string,
  callerId: string,
): Promise<RequestStanding | undefined> {
  const { rows } = await database.query<
    RequestRow & {
      caller_parties: RequestStanding['parties'];
      written: WrittenRequest | { readonly draft: object } | null;
    }
  >({
    name: 'requests.find',
    text: `select requests.*, confidential.words as written,
             array(select relation from request_parties where request_parties.request_id = $1 and person_id = any(${reader})
                   union select 'requester' where requests.requester_id = any(${reader})
                   union select 'auditor' from roster_roles where person_id = any(${reader}) and role = 'auditor') as caller_parties
           from requests left join confidential on record_id = words_record_id where requests.request_id = $1`,
    values: [requestId, callerId],
  });
  const [row] = rows;
  if (!row) return undefined;
  const { caller_parties: parties, written, ...request } = row;
  return written && 'draft' in written
    ? { request, parties, words: null, draft: written.draft }
    : { request, parties, words: written, draft: null };
}
