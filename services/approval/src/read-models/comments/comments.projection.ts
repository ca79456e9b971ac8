import type { TaskCommented } from '@sightline/contracts';
import type { Projection, StagedEvent } from '@sightline/event-store';

/** What was said about a task before it was decided; the words themselves are kept apart. */
export const commentsProjection: Projection = {
  name: 'task-comments',
  types: new Set<string>(['sightline.approval.task-commented.v1' satisfies TaskCommented['type']]),
  async apply(transaction, events) {
    const rows = (events as (StagedEvent & TaskCommented)[]).map(({ data, time }) => ({
      comment_id: data.commentId,
      task_id: data.taskId,
      written_by: data.by,
      words_id: data.words.recordId,
      created_at: time,
    }));
    await transaction.query({
      name: 'task-comments.write',
      text: `insert into task_comments select * from jsonb_populate_recordset(null::task_comments, $1::jsonb) on conflict do nothing`,
      values: [JSON.stringify(rows)],
    });
  },
};
