import type { Queryable } from '@sightline/event-store';
import type { SaidBefore } from '../../application/decide-task.handler.js';

interface SaidRow {
  decider_id: string;
  record_id: string | null;
  commitment: string | null;
  key: Buffer | null;
}

/** Who decided this task, and the key of the words; undefined while it is open. */
export async function findSaid(
  database: Queryable,
  { roundId, taskId }: { readonly roundId: string; readonly taskId: string },
): Promise<SaidBefore | undefined> {
  const { rows } = await database.query<SaidRow>({
    name: 'approval.said',
    text: `select data ->> 'deciderId' as decider_id, record_id, data -> 'words' ->> 'commitment' as commitment, key
           from events left join confidential on record_id = (data -> 'words' ->> 'recordId')::uuid
           where events.subject = $1 and type = 'sightline.approval.task-decided.v1' and data ->> 'taskId' = $2`,
    values: [`round/${roundId}`, taskId],
  });
  const row = rows[0];
  if (!row) return undefined;
  const { record_id: recordId, commitment, key } = row;
  return { deciderId: row.decider_id, words: recordId && commitment && key ? { recordId, commitment, key } : null };
}
