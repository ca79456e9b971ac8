import type { Transaction } from '@sightline/event-store';
import { studentsOf } from '@sightline/relations';
import type { StandingRequest, StandingRequests } from '../../application/standing-requests.js';
import { lockGroups } from '../../read-models/authorizations/authorizations.queries.js';
import { ownFamilyOf } from '../../read-models/own-family.js';
import type { RequestRow } from '../../read-models/requests/requests.projection.js';

/**
 * The requests as they stand in this transaction. A C5 request follows its group: who is in it now takes part, whether
 * the roster's change or the approval arrived first.
 */
export const standingRequests: StandingRequests = {
  async find(transaction: Transaction, requestIds: readonly string[]): Promise<ReadonlyMap<string, StandingRequest>> {
    const { rows } = await transaction.query<RequestRow & { own_family_ids: string[] }>({
      name: 'requests.standing',
      text: `select requests.*, ${ownFamilyOf('requester_id')} as own_family_ids from requests where request_id = any($1)`,
      values: [requestIds],
    });
    const followed = rows.flatMap(({ kind, group_id }) => (kind === 'personal-phone' && group_id ? [group_id] : []));
    if (followed.length > 0) await lockGroups(transaction, followed);
    const members = followed.length > 0 ? await studentsOf(transaction, followed) : new Map<string, string[]>();
    return new Map(
      rows.flatMap((row) => {
        if (row.kind === null || row.medium === null || row.starts_on === null || row.ends_on === null) return [];
        const followsGroup = row.kind === 'personal-phone' && row.group_id !== null;
        const standing: StandingRequest = {
          requestId: row.request_id,
          kind: row.kind,
          staffId: row.requester_id,
          studentIds: followsGroup ? (members.get(row.group_id!) ?? []) : row.student_ids,
          groupId: row.group_id,
          medium: row.medium,
          from: row.starts_on,
          until: row.ends_on,
          ownFamilyIds: row.own_family_ids,
        };
        return [[row.request_id, standing] as const];
      }),
    );
  },
};
