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

/** Every authorization and its students, in ids: what a communication is matched to (C7, C9). Follows `exception-request`. */
export const coveredAuthorizationsProjection = {
  types: new Set<string>([activated, changed, ended]),
  async apply(transaction: Transaction, events: readonly EventEnvelope[]): Promise<void> {
    const begun = ofType<AuthorizationActivated>(events, activated);
    const moved = ofType<AuthorizationParticipantsChanged>(events, changed);
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
    const joined = [
      ...begun.flatMap(({ data, time }) => data.studentIds.map((id) => ({ of: data.authorizationId, id, time }))),
      ...moved.flatMap(({ data, time }) => data.joined.map((id) => ({ of: data.authorizationId, id, time }))),
    ];
    const left = moved.flatMap(({ data, time }) => data.left.map((id) => ({ of: data.authorizationId, id, time })));
    if (joined.length + left.length > 0) {
      // Whoever left and came back within one batch is there; whoever came and left is not: the later event says.
      const last = new Map<string, { of: string; id: string; joinedAt: string; leftAt: string | null }>();
      for (const { of, id, time } of joined) last.set(`${of}/${id}`, { of, id, joinedAt: time, leftAt: null });
      for (const { of, id, time } of left) {
        const known = last.get(`${of}/${id}`);
        if (!known || known.joinedAt <= time)
          last.set(`${of}/${id}`, { of, id, joinedAt: known?.joinedAt ?? time, leftAt: time });
      }
      const rows = [...last.values()];
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
    }
    if (over.length > 0)
      await transaction.query({
        name: 'covered-authorizations.end',
        text: `update covered_authorizations set ended_at = over.ended_at
               from unnest($1::uuid[], $2::timestamptz[]) as over (authorization_id, ended_at)
               where covered_authorizations.authorization_id = over.authorization_id and covered_authorizations.ended_at is null`,
        values: [over.map(({ data }) => data.authorizationId), over.map(({ time }) => time)],
      });
  },
};
