import type { PersonDetails, RequestWords } from '@sightline/contracts';
import type { TaskRow } from '../../read-models/tasks/tasks.queries.js';

/** What one answer needs to know of people and words, read in one call each. */
export interface TaskDetails {
  readonly people: ReadonlyMap<string, PersonDetails>;
  readonly words: ReadonlyMap<string, RequestWords>;
}

/** A task as those see it who may decide it, decided it or audit it. */
export const taskResource = (row: TaskRow, { people, words }: TaskDetails, withWords: boolean): object => {
  const reference = (id: string): object => {
    const details = people.get(id);
    return {
      id,
      sourcedId: details?.sourcedId ?? null,
      username: details?.username ?? null,
      displayName: details?.displayName ?? null,
    };
  };
  const request = words.get(row.request_id);
  return {
    id: row.task_id,
    status: row.status,
    createdAt: row.created_at,
    dueAt: row.due_at,
    side: row.side,
    kind: row.kind,
    clause: row.kind === 'personal-phone' ? 'C5' : 'C3',
    request: row.request_id,
    case: row.case_id,
    submission: row.submission,
    requester: reference(row.requester_id),
    assignee: row.assignee_id === null ? null : reference(row.assignee_id),
    pool:
      row.assignee_id === null
        ? { side: row.side, buildingId: row.building_id, candidates: row.candidate_ids.map(reference) }
        : null,
    outcome: row.outcome,
    decidedBy: row.decided_by === null ? null : reference(row.decided_by),
    decidedAt: row.decided_at,
    policyVersion: row.policy_version,
    ...(withWords
      ? {
          reason: request?.reason ?? null,
          channelAddress: request?.channelAddress ?? null,
          shortfallWhy: request?.shortfallWhy ?? null,
        }
      : {}),
    links: {
      self: `/api/v1/approval-tasks/${row.task_id}`,
      decision: `/api/v1/approval-tasks/${row.task_id}/decision`,
      request: `/api/v1/exception-requests/${row.request_id}`,
    },
  };
};
