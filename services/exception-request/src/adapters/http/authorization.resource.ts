import type { SeenAuthorization } from '../../read-models/authorizations/authorizations.queries.js';
import type { Reference } from './references.js';

/**
 * An authorization: who may write to whom, how, until when.
 *
 * @param studentIds those whom the caller may see
 * @param whole false for a guardian, who is told the end but not its reason, and no other family (C6, C9)
 */
export const authorizationResource = (
  row: SeenAuthorization,
  referTo: (id: string) => Reference,
  studentIds: readonly string[],
  whole: boolean,
): object => ({
  id: row.authorization_id,
  status: row.status,
  createdAt: row.activated_at,
  request: row.request_id,
  case: row.case_id,
  kind: row.kind,
  staff: referTo(row.staff_id),
  students: studentIds.map(referTo),
  group: row.group_id,
  medium: row.medium,
  from: row.starts_on,
  until: row.ends_on,
  copiesRequired: row.copies_required,
  renewalOf: row.renewal_of,
  joins: row.joins,
  endedAt: row.ended_at,
  endedOn: row.ended_on,
  ...(whole
    ? {
        notRequired: row.own_family.map(({ studentId, relation }) => ({
          student: referTo(studentId),
          relation,
          clause: 'C4',
        })),
        end:
          row.end_kind === null
            ? null
            : { kind: row.end_kind, by: row.ended_by, reason: row.end_reason, cause: row.end_cause },
      }
    : {}),
  policyVersion: row.policy_version,
  links: {
    self: `/api/v1/authorizations/${row.authorization_id}`,
    request: `/api/v1/exception-requests/${row.request_id}`,
    coverage: `/api/v1/notices/coverage?authorization=${row.authorization_id}`,
    objections: `/api/v1/authorizations/${row.authorization_id}/objections`,
  },
});
