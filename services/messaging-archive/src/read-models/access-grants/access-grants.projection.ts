import type { AccessGranted, AccessGrantEnded, EventEnvelope } from '@sightline/contracts';
import { rowProjection } from '@sightline/event-store';

export interface AccessGrantRow {
  grant_id: string;
  authorization_id: string;
  request_id: string;
  case_id: string;
  staff_id: string;
  supervisor_id: string;
  /** `closed` keeps what was there readable; `moved` has passed to another supervisor. */
  status: 'open' | 'closed' | 'moved';
  granted_at: string;
  ended_at: string | null;
  ended_because: AccessGrantEnded['data']['reason'] | null;
}

type GrantEvent = (AccessGranted | AccessGrantEnded) & Pick<EventEnvelope, 'time' | 'correlationid'>;

/** Who may see what is archived under which authorization (C7). A case is its request's, so the two ids are one. */
export const accessGrantsProjection = rowProjection<AccessGrantRow, GrantEvent>({
  table: 'access_grants',
  key: 'grant_id',
  types: ['sightline.messaging-archive.access-granted.v1', 'sightline.messaging-archive.access-grant-ended.v1'],
  keysOf: ({ data }) => [data.grantId],
  creates: ({ type }) => type === 'sightline.messaging-archive.access-granted.v1',
  evolve(row, event) {
    if (event.type === 'sightline.messaging-archive.access-granted.v1')
      return {
        grant_id: event.data.grantId,
        authorization_id: event.data.authorizationId,
        request_id: event.correlationid,
        case_id: event.correlationid,
        staff_id: event.data.staffId,
        supervisor_id: event.data.supervisorId,
        status: 'open',
        granted_at: event.time,
        ended_at: null,
        ended_because: null,
      };
    const { reason } = event.data;
    return row
      ? {
          ...row,
          status: reason === 'supervisor-changed' ? 'moved' : 'closed',
          ended_at: event.time,
          ended_because: reason,
        }
      : null;
  },
});
