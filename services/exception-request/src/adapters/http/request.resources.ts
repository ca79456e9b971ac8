import type { RequestWords } from '@sightline/contracts';
import type { RequestRow } from '../../read-models/requests/requests.projection.js';
import type { Reference } from './references.js';

/** A request as those who may read it see it. The words come from their one home, for this answer only. */
export const requestResource = (
  row: RequestRow,
  referTo: (id: string) => Reference,
  words: RequestWords | undefined,
): object => ({
  id: row.request_id,
  status: row.status,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  case: row.case_id,
  submission: row.submission,
  kind: row.kind,
  purpose: row.purpose,
  requester: referTo(row.requester_id),
  students: row.student_ids.map(referTo),
  notRequired: row.own_family.map(({ studentId, relation }) => ({
    student: referTo(studentId),
    relation,
    clause: 'C4',
  })),
  group: row.group_id,
  channel: row.medium === null ? null : { medium: row.medium, address: words?.channelAddress ?? null },
  reason: words?.reason ?? null,
  districtFormShortfall:
    row.register_state === null
      ? // While the register was empty there was no form to name (C2).
        (words?.shortfallWhy ?? null) === null
        ? null
        : { districtFormId: null, availableAtRequest: null, why: words!.shortfallWhy }
      : {
          districtFormId: row.register_state.districtFormId,
          availableAtRequest: row.register_state.available,
          why: words?.shortfallWhy ?? null,
        },
  registerAtRequest: row.register,
  changed: row.changed,
  renewalOf: row.renewal_of,
  joins: row.joins,
  returnReason: row.status === 'returned' ? row.return_reason : null,
  from: row.starts_on,
  until: row.ends_on,
  policyVersion: row.policy_version,
  authorization: row.authorization_id,
  links: {
    self: `/api/v1/exception-requests/${row.request_id}`,
    tasks: `/api/v1/approval-tasks?request=${row.request_id}`,
    notices: `/api/v1/notices?request=${row.request_id}`,
    history: `/api/v1/history/cases/${row.case_id}`,
    ...(row.authorization_id === null ? {} : { authorization: `/api/v1/authorizations/${row.authorization_id}` }),
    ...(row.renewal_of === null ? {} : { renewalOf: `/api/v1/authorizations/${row.renewal_of}` }),
  },
});

/** A draft as its author sees it: what was sent, as it was sent. */
export const draftResource = (row: RequestRow, referTo: (id: string) => Reference, draft: object): object => ({
  ...draft,
  id: row.request_id,
  status: row.status,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  requester: referTo(row.requester_id),
  links: { self: `/api/v1/exception-requests/${row.request_id}` },
});
