import type { Queryable } from '@sightline/event-store';
import type { Relation } from '@sightline/policy';
import type { RecordsRequestRow } from './records-requests.projection.js';

export type RecordsRequestRelation = Extract<Relation, 'self' | 'requester' | 'supervisor-of-staff'>;

export interface FoundRecordsRequest extends RecordsRequestRow {
  readonly relations: readonly RecordsRequestRelation[];
  readonly reason_words: { readonly reason?: string } | null;
  readonly statement_words: {
    readonly statement: string;
    readonly withheld: readonly { readonly item: string; readonly reason: string }[];
  } | null;
}

const relations = `array_remove(array[
  case when asked.staff_id = $1 then 'self' end,
  case when asked_by_id = $1 then 'requester' end,
  case when exists (select 1 from roster_supervisions as supervision
    where supervision.staff_id = asked.staff_id and supervision.supervisor_id = $1) then 'supervisor-of-staff' end]::text[], null)`;

const columns = `asked.*, from_on::text as from_on, until_on::text as until_on, due_on::text as due_on, escalates_on::text as escalates_on,
  ${relations} as relations, reason.words as reason_words, statement.words as statement_words`;
const joined = `records_requests as asked left join confidential as reason on reason.record_id = reason_record_id
  left join confidential as statement on statement.record_id = statement_record_id`;

/** Those that concern the caller, newest first; one more than `limit`. */
export async function listRecordsRequests(
  database: Queryable,
  filter: { readonly callerId: string; readonly status?: string; readonly before?: string; readonly limit: number },
): Promise<FoundRecordsRequest[]> {
  const { rows } = await database.query<FoundRecordsRequest>({
    name: 'records-requests.list',
    text: `select ${columns} from ${joined}
           where (asked.staff_id = $1 or asked_by_id = $1
               or asked.staff_id in (select staff_id from roster_supervisions where supervisor_id = $1))
             and ($2::text is null or status = $2) and ($3::uuid is null or records_request_id < $3)
           order by records_request_id desc limit $4`,
    values: [filter.callerId, filter.status ?? null, filter.before ?? null, filter.limit + 1],
  });
  return rows;
}

/** One, with how the caller stands to it; the statement is the same for any id. */
export async function findRecordsRequest(
  database: Queryable,
  callerId: string,
  id: string,
): Promise<FoundRecordsRequest | undefined> {
  const { rows } = await database.query<FoundRecordsRequest>({
    name: 'records-requests.find',
    text: `select ${columns} from ${joined} where records_request_id = $2`,
    values: [callerId, id],
  });
  return rows[0];
}

/** How often the same person asked the same member of staff since then: repetition is visible. */
export async function earlierRequests(
  database: Queryable,
  askedById: string,
  staffId: string,
  since: Date,
): Promise<number> {
  const { rows } = await database.query<{ count: number }>({
    name: 'records-requests.earlier',
    text: `select count(*)::integer as count from records_requests
           where asked_by_id = $1 and staff_id = $2 and opened_at >= $3`,
    values: [askedById, staffId, since],
  });
  return rows[0]!.count;
}

/** Open ones for which something is due on that day of the district, the longest due first. */
export async function dueRecordsRequests(
  database: Queryable,
  today: string,
  limit: number,
): Promise<{ recordsRequestId: string; policyVersion: string }[]> {
  const { rows } = await database.query<{ recordsRequestId: string; policyVersion: string }>({
    name: 'records-requests.due',
    text: `select records_request_id as "recordsRequestId", policy_version as "policyVersion" from records_requests
           where status = 'open' and due_on < $1::date and (not overdue or (not escalated and escalates_on <= $1::date))
           order by due_on, records_request_id limit $2`,
    values: [today, limit],
  });
  return rows;
}
