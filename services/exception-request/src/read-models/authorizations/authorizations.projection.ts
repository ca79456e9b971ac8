import type {
  AuthorizationActivated,
  AuthorizationEnd,
  AuthorizationEnded,
  AuthorizationParticipantsChanged,
  EventEnvelope,
  Medium,
  RequestKind,
} from '@sightline/contracts';
import { rowProjection } from '@sightline/event-store';

export interface AuthorizationRow {
  authorization_id: string;
  request_id: string;
  case_id: string;
  status: 'active' | AuthorizationEnd;
  kind: RequestKind;
  staff_id: string;
  student_ids: readonly string[];
  group_id: string | null;
  medium: Medium;
  starts_on: string;
  ends_on: string;
  copies_required: boolean;
  policy_version: string;
  activated_at: string;
  ended_at: string | null;
  end_kind: AuthorizationEnd | null;
}

type AuthorizationEvent = (AuthorizationActivated | AuthorizationParticipantsChanged | AuthorizationEnded) &
  Pick<EventEnvelope, 'time' | 'correlationid' | 'policyversion'>;

/** Who may write to whom, by which medium, until when. */
export const authorizationsProjection = rowProjection<AuthorizationRow, AuthorizationEvent>({
  table: 'authorizations',
  key: 'authorization_id',
  types: [
    'sightline.exception-request.authorization-activated.v1',
    'sightline.exception-request.authorization-participants-changed.v1',
    'sightline.exception-request.authorization-ended.v1',
  ],
  keysOf: ({ data }) => [data.authorizationId],
  creates: ({ type }) => type === 'sightline.exception-request.authorization-activated.v1',
  evolve(row, event) {
    switch (event.type) {
      case 'sightline.exception-request.authorization-activated.v1':
        return activated(event);
      case 'sightline.exception-request.authorization-participants-changed.v1': {
        if (!row) return null;
        const left = new Set(event.data.left);
        return { ...row, student_ids: [...row.student_ids.filter((id) => !left.has(id)), ...event.data.joined] };
      }
      case 'sightline.exception-request.authorization-ended.v1':
        return row ? { ...row, status: event.data.end, end_kind: event.data.end, ended_at: event.time } : null;
    }
  },
});

const activated = (event: AuthorizationActivated & AuthorizationEvent): AuthorizationRow => ({
  authorization_id: event.data.authorizationId,
  request_id: event.data.requestId,
  case_id: event.correlationid,
  status: 'active',
  kind: event.data.kind,
  staff_id: event.data.staffId,
  student_ids: event.data.studentIds,
  group_id: event.data.groupId,
  medium: event.data.medium,
  starts_on: event.data.from,
  ends_on: event.data.until,
  copies_required: event.data.copiesRequired,
  policy_version: event.policyversion,
  activated_at: event.time,
  ended_at: null,
  end_kind: null,
});
