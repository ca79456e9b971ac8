import type {
  AuthorizationActivated,
  AuthorizationEnded,
  AuthorizationParticipantsChanged,
} from '@sightline/contracts';
import type { ForeignProjection } from '@sightline/service-kit';

export type AuthorizationEvent = AuthorizationActivated | AuthorizationParticipantsChanged | AuthorizationEnded;

interface StudentChange {
  readonly authorization_id: string;
  readonly student_id: string;
  readonly occasion: 'approval' | 'late-joiner';
  /** True when the batch holds the joining; only then is there a row to make. */
  readonly joined: boolean;
  readonly closed_at: string | null;
}

/** Pure: what a batch leaves each student of each authorization with. */
const studentChanges = (events: readonly AuthorizationEvent[]): readonly StudentChange[] => {
  const changes = new Map<string, StudentChange>();
  const join = (authorizationId: string, studentId: string, occasion: StudentChange['occasion']): void => {
    const key = `${authorizationId}/${studentId}`;
    changes.set(key, {
      authorization_id: authorizationId,
      student_id: studentId,
      occasion: changes.get(key)?.occasion ?? occasion,
      joined: true,
      closed_at: null,
    });
  };
  for (const event of events)
    switch (event.type) {
      case 'sightline.exception-request.authorization-activated.v1':
        for (const studentId of event.data.studentIds) join(event.data.authorizationId, studentId, 'approval');
        break;
      case 'sightline.exception-request.authorization-participants-changed.v1': {
        const { authorizationId, joined, left } = event.data;
        for (const studentId of left) {
          const known = changes.get(`${authorizationId}/${studentId}`);
          changes.set(`${authorizationId}/${studentId}`, {
            authorization_id: authorizationId,
            student_id: studentId,
            occasion: known?.occasion ?? 'late-joiner',
            joined: known?.joined ?? false,
            closed_at: event.time,
          });
        }
        for (const studentId of joined) join(authorizationId, studentId, 'late-joiner');
        break;
      }
      case 'sightline.exception-request.authorization-ended.v1':
        break;
    }
  return [...changes.values()];
};

const isActivation = (event: AuthorizationEvent): event is AuthorizationActivated =>
  event.type === 'sightline.exception-request.authorization-activated.v1';
const isEnd = (event: AuthorizationEvent): event is AuthorizationEnded =>
  event.type === 'sightline.exception-request.authorization-ended.v1';

/** Pure: the set that each of these is in, as far as the batch says: its own, or a colleague's that it joins (C5). */
const joinedSets = (activations: readonly AuthorizationActivated[]): ReadonlyMap<string, string> => {
  const sets = new Map<string, string>();
  for (const { data } of activations) {
    const joins = data.joins ?? data.authorizationId;
    sets.set(data.authorizationId, sets.get(joins) ?? joins);
  }
  return sets;
};

/** The authorizations and their students, as ids and dates; follows the log of `exception-request`. */
export const authorizationsProjection: ForeignProjection = {
  types: new Set<AuthorizationEvent['type']>([
    'sightline.exception-request.authorization-activated.v1',
    'sightline.exception-request.authorization-participants-changed.v1',
    'sightline.exception-request.authorization-ended.v1',
  ]),
  async apply(transaction, envelopes) {
    const events = envelopes as readonly AuthorizationEvent[];
    const activations = events.filter(isActivation);
    const setOf = joinedSets(activations);
    const activated = activations.map(({ data, correlationid, policyversion, time }) => ({
      authorization_id: data.authorizationId,
      request_id: data.requestId,
      case_id: correlationid,
      policy_version: policyversion,
      kind: data.kind,
      staff_id: data.staffId,
      group_id: data.groupId,
      medium: data.medium,
      starts_on: data.from,
      ends_on: data.until,
      activated_at: time,
      joined_set: setOf.get(data.authorizationId),
    }));
    if (activated.length > 0)
      await transaction.query({
        name: 'authorizations.activate',
        // Whoever joins an authorization that has joined another is in the set of the first.
        text: `insert into authorizations (authorization_id, request_id, case_id, policy_version, kind, staff_id, group_id,
                 medium, starts_on, ends_on, activated_at, joined_set)
               select authorization_id, request_id, case_id, policy_version, kind, staff_id, group_id,
                 medium, starts_on, ends_on, activated_at,
                 coalesce((select first.joined_set from authorizations as first
                           where first.authorization_id = activated.joined_set), activated.joined_set)
               from jsonb_populate_recordset(null::authorizations, $1::jsonb) as activated
               on conflict do nothing`,
        values: [JSON.stringify(activated)],
      });
    const changes = studentChanges(events);
    const joined = changes.filter((change) => change.joined);
    if (joined.length > 0)
      await transaction.query({
        name: 'authorization-students.join',
        text: `insert into authorization_students
               select * from jsonb_populate_recordset(null::authorization_students, $1::jsonb)
               on conflict (authorization_id, student_id) do update set closed_at = excluded.closed_at`,
        values: [JSON.stringify(joined)],
      });
    const left = changes.filter((change) => !change.joined);
    if (left.length > 0)
      await transaction.query({
        name: 'authorization-students.leave',
        text: `update authorization_students set closed_at = gone.closed_at
               from jsonb_populate_recordset(null::authorization_students, $1::jsonb) as gone
               where authorization_students.authorization_id = gone.authorization_id
                 and authorization_students.student_id = gone.student_id`,
        values: [JSON.stringify(left)],
      });
    const ended = events.filter(isEnd);
    if (ended.length > 0)
      await transaction.query({
        name: 'authorizations.end',
        text: `with ended as (
                 update authorizations set ended_on = gone.ended_on, ended_at = gone.ended_at
                 from unnest($1::uuid[], $2::date[], $3::timestamptz[]) as gone (authorization_id, ended_on, ended_at)
                 where authorizations.authorization_id = gone.authorization_id
                 returning authorizations.authorization_id, authorizations.ended_at
               )
               update authorization_students set closed_at = ended.ended_at from ended
               where authorization_students.authorization_id = ended.authorization_id and closed_at is null`,
        values: [
          ended.map(({ data }) => data.authorizationId),
          ended.map(({ data }) => data.endedOn),
          ended.map(({ time }) => time),
        ],
      });
  },
};
