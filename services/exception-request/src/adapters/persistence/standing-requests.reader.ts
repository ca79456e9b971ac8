import type { Transaction } from '@sightline/event-store';
import { studentsOf } from '@sightline/relations';
import type { StandingRequest, StandingRequests } from '../../application/standing-requests.js';
import type { RequestRow } from '../../read-models/requests/requests.projection.js';

/**
 * The requests as they stand in this transaction. A C5 request follows its group: who is in it now takes part, whether
 * the roster's change or the approval arrived first; own family stays out (C4).
 */
export const standingRequests: StandingRequests = {
  async find(transaction: Transaction, requestIds: readonly string[]): Promise<ReadonlyMap<string, StandingRequest>> {
    const { rows } = await transaction.query<RequestRow>({
      name: 'requests.standing',
      text: 'select * from requests where request_id = any($1)',
      values: [requestIds],
    });
    const followed = rows.filter(({ kind }) => kind === 'personal-phone').flatMap(({ group_id }) => group_id ?? []);
    const members = followed.length > 0 ? await studentsOf(transaction, followed) : new Map<string, string[]>();
    return new Map(
      rows.flatMap((row) => {
        if (row.kind === null || row.medium === null || row.starts_on === null || row.ends_on === null) return [];
        const ownFamily = new Set(row.own_family.map(({ studentId }) => studentId));
        const inGroup = row.kind === 'personal-phone' && row.group_id ? members.get(row.group_id) : undefined;
        const standing: StandingRequest = {
          requestId: row.request_id,
          kind: row.kind,
          staffId: row.requester_id,
          studentIds: inGroup ? inGroup.filter((id) => !ownFamily.has(id)) : row.student_ids,
          groupId: row.group_id,
          medium: row.medium,
          from: row.starts_on,
          until: row.ends_on,
        };
        return [[row.request_id, standing] as const];
      }),
    );
  },
};
