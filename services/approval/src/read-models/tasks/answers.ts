import type { Queryable } from '@sightline/event-store';
import type { DecisionWords } from './decision-words.js';
import type { StoredTask } from './task.row.js';

type AnswerRow = Pick<
  StoredTask,
  | 'task_id'
  | 'side'
  | 'submission'
  | 'outcome'
  | 'review_outcome'
  | 'review_id'
  | 'review_guardian_id'
  | 'decided_by'
  | 'decided_at'
  | 'requester_id'
> & { readonly words: DecisionWords | null; readonly decides: boolean; readonly audits: boolean };

/** What approvers have answered so far to a request and in the reviews of what it became, with their words, oldest first; whom it is for is the caller's relation to say. */
export async function answersTo(database: Queryable, requestId: string, callerId: string): Promise<AnswerRow[]> {
  const { rows } = await database.query<AnswerRow>({
    name: 'tasks.answers',
    text: `select task_id, side, submission, outcome, review_outcome, review_id, review_guardian_id, decided_by, decided_at, requester_id, words,
                  exists (select 1 from tasks as any_task where request_id = $1 and candidate_ids @> array[$2::uuid]) as decides,
                  exists (select 1 from roster_roles where person_id = $2::uuid and role = 'auditor') as audits
           from tasks left join confidential on record_id = words_id
           where request_id = $1 and decided_by is not null
           order by decided_at, task_id limit 200`,
    values: [requestId, callerId],
  });
  return rows;
}
