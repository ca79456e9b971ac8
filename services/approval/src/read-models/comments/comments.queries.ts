import type { Queryable } from '@sightline/event-store';

export interface CommentRow {
  comment_id: string;
  written_by: string;
  created_at: Date;
  /** Null once the words are disposed of. */
  comment: string | null;
}

/** What was said about one task, oldest first. */
export async function commentsOn(database: Queryable, taskId: string): Promise<CommentRow[]> {
  const { rows } = await database.query<CommentRow>({
    name: 'task-comments.of-task',
    text: `select comment_id, written_by, created_at, words ->> 'comment' as comment
           from task_comments left join confidential on record_id = words_id
           where task_id = $1 order by created_at, comment_id limit 200`,
    values: [taskId],
  });
  return rows;
}
