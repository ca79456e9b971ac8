import type { Queryable } from '@sightline/event-store';
import { findPeople } from '@sightline/relations';
import { inArchive } from '../../read-models/records-requests/asked-for-in-archive.queries.js';
import type { FoundRecordsRequest } from '../../read-models/records-requests/records-requests.queries.js';

/** Requests as the API shows them. */
export async function recordsRequestResources(
  database: Queryable,
  rows: readonly FoundRecordsRequest[],
): Promise<(object & { readonly id: string })[]> {
  const people = await findPeople(database, [
    ...new Set(rows.flatMap((row) => [row.asked_by_id, row.staff_id, ...row.student_ids])),
  ]);
  const sourcedIds = new Map(people.map(({ personId, sourcedId }) => [personId, sourcedId]));
  const referTo = (id: string) => ({ id, sourcedId: sourcedIds.get(id) ?? null });
  return rows.map((row) => ({
    id: row.records_request_id,
    status: row.status,
    createdAt: row.opened_at,
    ...{ origin: row.origin, clause: row.clause },
    ...{ askedBy: referTo(row.asked_by_id), person: referTo(row.staff_id), students: row.student_ids.map(referTo) },
    ...{ from: row.from_on, until: row.until_on, dueOn: row.due_on, overdue: row.overdue, escalated: row.escalated },
    reason: row.reason_words?.reason ?? null,
    breadth: { days: row.breadth_days, students: row.student_ids.length, earlierRequests: row.earlier_requests },
    // Which messages they are would tell a family of others' and of what is held.
    handedOver: askedAsFamily(row) ? null : { imports: row.import_ids, messages: row.message_ids },
    statement: statementOf(row),
    links: { self: `/api/v1/records-requests/${row.records_request_id}` },
  }));
}

/** What was stated. What was withheld and why is between the member of staff and the supervisor. */
function statementOf(row: FoundRecordsRequest): object | null {
  if (row.statement_words === null || row.attested_at === null) return null;
  return {
    ...{ words: row.statement_words.statement, at: row.attested_at, late: row.late, withheld: row.withheld },
    ...(askedAsFamily(row) ? {} : { withheldItems: row.statement_words.withheld }),
  };
}

/** A guardian who asked; not the member of staff and not the supervisor. */
const askedAsFamily = ({ origin, relations }: FoundRecordsRequest): boolean =>
  origin === 'guardian' && !relations.some((relation) => relation !== 'requester');

/** The answer compared with what the archive has (C8); for a family, with what it may see. */
export async function comparisonOf(
  database: Queryable,
  row: FoundRecordsRequest,
  timeZone: string,
  now: Date,
): Promise<object> {
  const asked = {
    ...{ staffId: row.staff_id, studentIds: row.student_ids, from: row.from_on, until: row.until_on, timeZone },
  };
  const counted = await inArchive(database, asked, {
    ...{ handedOver: row.message_ids, now, forFamily: askedAsFamily(row) },
  });
  return { ...counted, notHandedOver: counted.inArchive - counted.handedOver };
}
