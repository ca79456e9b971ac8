import type {
  AuthorizationActivated,
  AuthorizationCause,
  AuthorizationChangeNoted,
  AuthorizationEnd,
  AuthorizationEnded,
  AuthorizationEndingSoon,
  AuthorizationParticipantsChanged,
  AuthorizationReviewClosed,
  AuthorizationReviewRequested,
  EventEnvelope,
  Medium,
  OwnFamilyMember,
  RequestKind,
} from '@sightline/contracts';
import { rowProjection } from '@sightline/event-store';
import { addDays } from '@sightline/policy';

/** When a student took part: moments, RFC 3339 in UTC; `to` null while the student does. */
export interface Stint {
  readonly studentId: string;
  readonly from: string;
  readonly to: string | null;
}

export interface AuthorizationRow {
  authorization_id: string;
  request_id: string;
  case_id: string;
  status: 'active' | AuthorizationEnd;
  kind: RequestKind;
  staff_id: string;
  student_ids: readonly string[];
  /** Everybody who ever took part, and when. */
  ever_student_ids: readonly string[];
  stints: readonly Stint[];
  own_family: readonly OwnFamilyMember[];
  group_id: string | null;
  medium: Medium;
  starts_on: string;
  ends_on: string;
  copies_required: boolean;
  renewal_of: string | null;
  joins: string | null;
  policy_version: string;
  version: number;
  activated_at: string;
  /** Reminders still to come, and the day on which something is due next: a reminder, or the end. */
  remind_on: readonly string[];
  due_on: string | null;
  ended_at: string | null;
  ended_on: string | null;
  end_kind: AuthorizationEnd | null;
  ended_by: AuthorizationEnded['data']['by'] | null;
  end_words_record_id: string | null;
  end_cause: AuthorizationCause | null;
  /** The buildings that the last review looked at; null before the first, where those of the request count. */
  reviewed_requester_building_ids: readonly string[] | null;
  reviewed_student_building_ids: readonly string[] | null;
  told_supervisor_id: string | null;
}

type AuthorizationEvent = (
  | AuthorizationActivated
  | AuthorizationParticipantsChanged
  | AuthorizationEnded
  | AuthorizationEndingSoon
  | AuthorizationChangeNoted
  | AuthorizationReviewRequested
  | AuthorizationReviewClosed
) &
  Pick<EventEnvelope, 'time' | 'correlationid' | 'policyversion' | 'subjectversion'>;

/** Who may write to whom, by which medium, until when. */
export const authorizationsProjection = rowProjection<AuthorizationRow, AuthorizationEvent>({
  table: 'authorizations',
  key: 'authorization_id',
  types: [
    'sightline.exception-request.authorization-activated.v1',
    'sightline.exception-request.authorization-participants-changed.v1',
    'sightline.exception-request.authorization-ended.v1',
    'sightline.exception-request.authorization-ending-soon.v1',
    'sightline.exception-request.authorization-change-noted.v1',
    'sightline.exception-request.authorization-review-requested.v1',
    'sightline.exception-request.authorization-review-closed.v1',
  ],
  keysOf: ({ data }) => [data.authorizationId],
  creates: ({ type }) => type === 'sightline.exception-request.authorization-activated.v1',
  evolve(row, event) {
    if (event.type === 'sightline.exception-request.authorization-activated.v1') return activated(event);
    return row ? { ...row, ...changed(row, event), version: event.subjectversion } : null;
  },
});

const changed = (
  row: AuthorizationRow,
  event: Exclude<AuthorizationEvent, AuthorizationActivated>,
): Partial<AuthorizationRow> => {
  switch (event.type) {
    case 'sightline.exception-request.authorization-participants-changed.v1':
      return participantsChanged(row, event);
    case 'sightline.exception-request.authorization-ended.v1':
      return {
        status: event.data.end,
        end_kind: event.data.end,
        ended_at: event.time,
        ended_on: event.data.endedOn,
        ended_by: event.data.by ?? null,
        end_words_record_id: event.data.words?.recordId ?? null,
        end_cause: event.data.cause ?? null,
        due_on: null,
      };
    case 'sightline.exception-request.authorization-ending-soon.v1': {
      const today = addDays(event.data.until, -event.data.daysLeft);
      return dueNext(
        row.remind_on.filter((day) => day > today),
        row.ends_on,
      );
    }
    case 'sightline.exception-request.authorization-change-noted.v1':
      return { told_supervisor_id: event.data.tellIds[0] ?? row.told_supervisor_id };
    case 'sightline.exception-request.authorization-review-requested.v1':
      return {
        reviewed_requester_building_ids: event.data.requesterBuildingIds,
        reviewed_student_building_ids: event.data.studentBuildingIds,
      };
    case 'sightline.exception-request.authorization-review-closed.v1':
      return {};
  }
};

const participantsChanged = (
  row: AuthorizationRow,
  { data, time }: AuthorizationParticipantsChanged & AuthorizationEvent,
): Partial<AuthorizationRow> => {
  const left = new Set(data.left);
  return {
    student_ids: [...row.student_ids.filter((id) => !left.has(id)), ...data.joined],
    ever_student_ids: [...new Set([...row.ever_student_ids, ...data.joined])],
    stints: [
      ...row.stints.map((stint) => (stint.to === null && left.has(stint.studentId) ? { ...stint, to: time } : stint)),
      ...data.joined.map((studentId) => ({ studentId, from: time, to: null })),
    ],
    own_family: [...row.own_family, ...(data.notRequired ?? [])],
  };
};

const dueNext = (remindOn: readonly string[], endsOn: string) => ({
  remind_on: remindOn,
  due_on: remindOn[0] ?? addDays(endsOn, 1),
});

const activated = (event: AuthorizationActivated & AuthorizationEvent): AuthorizationRow => ({
  authorization_id: event.data.authorizationId,
  request_id: event.data.requestId,
  case_id: event.correlationid,
  status: 'active',
  kind: event.data.kind,
  staff_id: event.data.staffId,
  student_ids: event.data.studentIds,
  ever_student_ids: event.data.studentIds,
  stints: event.data.studentIds.map((studentId) => ({ studentId, from: event.time, to: null })),
  own_family: event.data.notRequired ?? [],
  group_id: event.data.groupId,
  medium: event.data.medium,
  starts_on: event.data.from,
  ends_on: event.data.until,
  copies_required: event.data.copiesRequired,
  renewal_of: event.data.renewalOf ?? null,
  joins: event.data.joins ?? null,
  policy_version: event.policyversion,
  version: event.subjectversion,
  activated_at: event.time,
  ...dueNext(event.data.remindOn ?? [], event.data.until),
  ended_at: null,
  ended_on: null,
  end_kind: null,
  ended_by: null,
  end_words_record_id: null,
  end_cause: null,
  reviewed_requester_building_ids: null,
  reviewed_student_building_ids: null,
  told_supervisor_id: null,
});
