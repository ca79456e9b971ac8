import { relationsSchema, relationsSchemaDown, siblingsPart } from '@sightline/relations';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const up: readonly string[] = [
  `alter table tasks
     add about text not null default 'request', add review_id uuid, add authorization_id uuid, add review_reason text,
     add review_student_id uuid, add review_guardian_id uuid,
     add purpose text, add medium text, add register_available boolean, add similar_key text, add changed text[],
     add delegated_by_ids uuid[] not null default '{}', add delegated_until date,
     add reminders integer not null default 0, add steps integer not null default 0, add next_at timestamptz(3),
     add review_outcome text, add copy_condition boolean not null default false, add words_id uuid, add shared_words_id uuid,
     add version integer not null default 1`,
  // Who has an open task of the release before is reminded, or passed over, from its due moment on.
  `update tasks set next_at = due_at where status = 'open'`,
  `create index tasks_next on tasks (next_at) where status = 'open'`,
  `create index tasks_delegated_until on tasks (delegated_until) where status = 'open' and delegated_until is not null`,
  `create index tasks_due on tasks (due_at, task_id)`,
  `create index tasks_created on tasks (created_at, task_id)`,
  `create table task_viewers (
     task_id uuid not null, person_id uuid not null, open boolean not null, due_at timestamptz(3) not null,
     created_at timestamptz(3) not null, primary key (task_id, person_id))`,
  `create index task_viewers_open on task_viewers (person_id, due_at, task_id) where open`,
  `create index task_viewers_due on task_viewers (person_id, due_at, task_id)`,
  `create index task_viewers_created on task_viewers (person_id, created_at, task_id)`,
  `insert into task_viewers
     select task_id, person_id, status = 'open', due_at, created_at from tasks, unnest(candidate_ids) as person_id
     on conflict do nothing`,
  `create table task_comments (
     comment_id uuid primary key, task_id uuid not null, written_by uuid not null, words_id uuid not null, created_at timestamptz(3) not null)`,
  `create index task_comments_task on task_comments (task_id, created_at)`,
  `create table absences (
     absence_id uuid primary key, person_id uuid not null, substitute_id uuid, from_on date not null, until_on date not null,
     cancelled_at timestamptz(3), created_at timestamptz(3) not null)`,
  `create index absences_person on absences (person_id, from_on, absence_id)`,
  `create index absences_period on absences (from_on, until_on) where cancelled_at is null`,
  // Not a projection: up to which day the tasks follow the absences.
  `create table settled_days (name text primary key, day date not null)`,
];

/** Delegation, absences, deadlines, comments and reviews; and a list of tasks that stays quick however long it is. */
export class TasksInManyHands1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...up, ...relationsSchema([siblingsPart])]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of relationsSchemaDown([siblingsPart])) await runner.query(statement);
    for (const table of ['settled_days', 'absences', 'task_comments', 'task_viewers'])
      await runner.query(`drop table ${table}`);
    for (const index of ['tasks_next', 'tasks_delegated_until', 'tasks_due', 'tasks_created'])
      await runner.query(`drop index ${index}`);
    await runner.query(
      `alter table tasks drop about, drop review_id, drop authorization_id, drop review_reason, drop review_student_id,
         drop review_guardian_id, drop purpose, drop medium, drop register_available, drop similar_key, drop changed,
         drop delegated_by_ids, drop delegated_until, drop reminders, drop steps, drop next_at, drop review_outcome,
         drop copy_condition, drop words_id, drop shared_words_id, drop version`,
    );
  }
}
