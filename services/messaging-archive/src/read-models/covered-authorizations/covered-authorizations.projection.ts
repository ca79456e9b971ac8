import type {
  AuthorizationActivated,
  AuthorizationEnded,
  AuthorizationParticipantsChanged,
  EventEnvelope,
} from '@sightline/contracts';
import type { Transaction } from '@sightline/event-store';

const activated: AuthorizationActivated['type'] = 'sightline.exception-request.authorization-activated.v1';
const changed: AuthorizationParticipantsChanged['type'] =
  'sightline.exception-request.authorization-participants-changed.v1';
const ended: AuthorizationEnded['type'] = 'sightline.exception-request.authorization-ended.v1';

type Of<Event> = Event & EventEnvelope;

const ofType = <Event>(events: readonly EventEnvelope[], type: string): readonly Of<Event>[] =>
  events.filter((event) => event.type === type) as unknown as readonly Of<Event>[];

interface CoveredStudent {
  readonly of: string;
  readonly id: string;
  /** ISO 8601, of the first event that names the student. */
  readonly joinedAt: string;
  readonly leftAt: string | null;
}

/**
 * Who is covered after these events, one after another in their order: times do not tell it, as a roster import lets a
 * student leave one group and join another in the same moment.
 */
function studentsAfter(events: readonly EventEnvelope[]): CoveredStudent[] {
  const students = new Map<string, CoveredStudent>();
  const mark = (of: string, ids: readonly string[], time: string, leftAt: string | null): void => {
    for (const id of ids) {
      const joinedAt = students.get(`${of}/${id}`)?.joinedAt ?? time;
      students.set(`${of}/${id}`, { of, id, joinedAt, leftAt });
    }
  };
  for (const event of events as unknown as readonly Of<AuthorizationActivated | AuthorizationParticipantsChanged>[]) {
    const { data, time } = event;
    if (event.type === activated) mark(data.authorizationId, event.data.studentIds, time, null);
    else if (event.type === changed) {
      mark(data.authorizationId, event.data.left, time, time);
      mark(data.authorizationId, event.data.joined, time, null);
    }
  }
  return [...students.values()];
}

/** Every authorization and its students, in ids: what a communication is matched to (C7, C9). Follows `exception-request`. */
export const coveredAuthorizationsProjection = {
  types: new Set<string>([activated, changed, ended]),
  async apply(transaction: Transaction, events: readonly EventEnvelope[]): Promise<void> {
    const begun = ofType<AuthorizationActivated>(events, activated);
    const over = ofType<AuthorizationEnded>(events, ended);
    if (begun.length > 0)
      await transaction.query({
        name: 'covered-authorizations.begin',
        text: `insert into covered_authorizations
               select * from jsonb_populate_recordset(null::covered_authorizations, $1::jsonb) on conflict do nothing`,
        values: [
          JSON.stringify(
            begun.map(({ data, correlationid, policyversion }) => ({
              authorization_id: data.authorizationId,
              request_id: data.requestId,
              case_id: correlationid,
              staff_id: data.staffId,
              kind: data.kind,
              group_id: data.groupId,
              medium: data.medium,
              from_on: data.from,
              until_on: data.until,
              ended_at: null,
              copies_required: data.copiesRequired,
              policy_version: policyversion,
            })),
          ),
        ],
      });
    const rows = studentsAfter(events);
    if (rows.length > 0)
      await transaction.query({
        name: 'covered-authorizations.students',
        text: `insert into covered_students (authorization_id, student_id, joined_at, left_at)
               select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[])
               on conflict (authorization_id, student_id) do update set left_at = excluded.left_at`,
        values: [
          rows.map(({ of }) => of),
          rows.map(({ id }) => id),
          rows.map(({ joinedAt }) => joinedAt),
          rows.map(({ leftAt }) => leftAt),
        ],
      });
    // The first end counts, as it does when each comes in a batch of its own.
    const ends = new Map(over.toReversed().map(({ data, time }) => [data.authorizationId, time]));
    if (ends.size > 0)
      await transaction.query({
        name: 'covered-authorizations.end',
        text: `update covered_authorizations set ended_at = over.ended_at
               from unnest($1::uuid[], $2::timestamptz[]) as over (authorization_id, ended_at)
               where covered_authorizations.authorization_id = over.authorization_id and covered_authorizations.ended_at is null`,
        values: [[...ends.keys()], [...ends.values()]],
      });
  },
};
