import type { Queryable } from '@sightline/event-store';

export interface CommentRow {
  comment_id: string;
  written_by: string;
  created_at: Date;
  /** Null once the words are disposed of. */
  comment: string | null;
  /** Without their content. */
  attachments: readonly { readonly name: string; readonly mediaType: string; readonly size: number }[];
}

/** What was said about one task, oldest first. */
export async function commentsOn(database: Queryable, taskId: string): Promise<CommentRow[]> {
  const { rows } = await database.query<CommentRow>({
    name: 'task-comments.of-task',
    text: `select comment_id, written_by, created_at, words ->> 'comment' as comment,
                  coalesce((select jsonb_agg(each - 'content') from jsonb_array_elements(words -> 'attachments') as each), '[]') as attachments
           from task_comments left join confidential on record_id = words_id
           where task_id = $1 order by created_at, comment_id limit 200`,
    values: [taskId],
  });
  return rows;
}

/** One file of a comment on this task; undefined when there is none, or its words are disposed of. */
export async function findAttachment(
  database: Queryable,
  taskId: string,
  commentId: string,
  place: number,
): Promise<{ readonly name: string; readonly mediaType: string; readonly content: string } | undefined> {
  const { rows } = await database.query<{ name: string; mediaType: string; content: string }>({
    name: 'task-comments.attachment',
    text: `select file ->> 'name' as name, file ->> 'mediaType' as "mediaType", file ->> 'content' as content
           from (select words -> 'attachments' -> $3::integer as file
                 from task_comments join confidential on record_id = words_id
                 where task_id = $1 and comment_id = $2) as found
           where file is not null`,
    values: [taskId, commentId, place],
  });
  return rows[0];
}
