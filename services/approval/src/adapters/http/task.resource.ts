import { decisionOutcomes, type PersonDetails, type RequestWords } from '@sightline/contracts';
import type { CommentRow } from '../../read-models/comments/comments.queries.js';
import type { DecisionWords } from '../../read-models/tasks/decision-words.js';
import type { StoredTask } from '../../read-models/tasks/task.row.js';
import { findingsDraft } from './findings-draft.js';

/** What one answer needs to know of people and words, read in one call each. */
export interface TaskDetails {
  readonly people: ReadonlyMap<string, PersonDetails>;
  /** Undefined in a list that shows none. */
  readonly words: ReadonlyMap<string, RequestWords> | undefined;
  readonly now: Date;
}

export interface TaskWritings {
  readonly decision: DecisionWords | null;
  readonly comments: readonly CommentRow[];
}

const outcomesOf = (row: StoredTask): readonly string[] =>
  row.about === 'request'
    ? decisionOutcomes
    : ['keep', 'end', ...(row.review_reason === 'objection' ? ['exclude-student'] : [])];

const clauseOf = (row: StoredTask): string => {
  if (row.review_reason === 'objection') return 'C6';
  return row.kind === 'personal-phone' ? 'C5' : 'C3';
};

/** A task as those see it who may decide it, decided it or audit it. */
export const taskResource = (
  row: StoredTask,
  { people, words, now }: TaskDetails,
  callerId: string,
  writings: TaskWritings | undefined,
): object => {
  const reference = (id: string): object => {
    const details = people.get(id);
    return {
      id,
      sourcedId: details?.sourcedId ?? null,
      username: details?.username ?? null,
      displayName: details?.displayName ?? null,
    };
  };
  const orNull = (id: string | null): object | null => (id === null ? null : reference(id));
  const request = words?.get(row.request_id);
  const self = `/api/v1/approval-tasks/${row.task_id}`;
  return {
    id: row.task_id,
    status: row.status,
    createdAt: row.created_at,
    dueAt: row.due_at,
    overdue: row.status === 'open' && row.due_at < now,
    side: row.side,
    kind: row.kind,
    about: row.about,
    clause: clauseOf(row),
    purpose: row.purpose,
    medium: row.medium,
    request: row.request_id,
    case: row.case_id,
    submission: row.submission,
    changed: row.changed,
    review:
      row.review_id === null
        ? null
        : {
            id: row.review_id,
            authorization: row.authorization_id,
            reason: row.review_reason,
            student: orNull(row.review_student_id),
            objectedBy: orNull(row.review_guardian_id),
          },
    requester: reference(row.requester_id),
    assignee: orNull(row.assignee_id),
    pool:
      row.assignee_id === null
        ? { side: row.side, buildingId: row.building_id, candidates: row.candidate_ids.map(reference) }
        : null,
    delegation:
      row.delegated_by_ids.length === 0
        ? null
        : { by: row.delegated_by_ids.map(reference), until: row.delegated_until },
    reminders: row.reminders,
    escalationStep: row.steps,
    similar: row.similar_key,
    outcomes: row.status === 'open' && row.candidate_ids.includes(callerId) ? outcomesOf(row) : [],
    outcome: row.review_outcome ?? row.outcome,
    decidedBy: orNull(row.decided_by),
    decidedAt: row.decided_at,
    sharedWords: row.shared_words_id,
    policyVersion: row.policy_version,
    ...(words === undefined
      ? {}
      : {
          reason: request?.reason ?? null,
          channelAddress: request?.channelAddress ?? null,
          shortfallWhy: request?.shortfallWhy ?? null,
          findingsDraft: findingsDraft(row, request),
        }),
    ...(writings === undefined
      ? {}
      : {
          decision: writings.decision,
          comments: writings.comments.map(({ comment_id, written_by, created_at, comment, attachments }) => ({
            ...{ id: comment_id, by: reference(written_by), createdAt: created_at, comment },
            attachments: attachments.map((file, place) => ({
              ...file,
              links: { self: `${self}/comments/${comment_id}/attachments/${place}` },
            })),
          })),
        }),
    links: {
      self,
      decision: `${self}/decision`,
      request: `/api/v1/exception-requests/${row.request_id}`,
      ...(row.authorization_id === null ? {} : { authorization: `/api/v1/authorizations/${row.authorization_id}` }),
    },
  };
};
