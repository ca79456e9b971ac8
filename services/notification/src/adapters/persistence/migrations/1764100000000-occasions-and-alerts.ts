import type { MigrationInterface, QueryRunner } from 'typeorm';

const up: readonly string[] = [
  // Notices: what changed, and what waits for another address in the roster.
  'alter table notices add column change text',
  `create table coverage_exclusions (
     exclusion_id text primary key,
     authorization_id uuid not null,
     occasion text not null,
     student_id uuid not null,
     guardian_id uuid not null,
     reason text not null,
     named_at timestamptz(3) not null
   )`,
  'create index coverage_exclusions_authorization on coverage_exclusions (authorization_id)',
  `create table awaited_addresses (
     notice_id uuid primary key,
     authorization_id uuid not null,
     guardian_id uuid not null,
     next_look_at timestamptz(3) not null,
     salt bytea,
     tried bytea
   )`,
  'create index awaited_addresses_due on awaited_addresses (next_look_at)',
  // What falls due on a day of the district's time zone.
  `create table restriction_lapses (
     restriction_id uuid primary key,
     recorded_by uuid not null,
     student_id uuid not null,
     due_on date not null,
     done boolean not null default false
   )`,
  'create index restriction_lapses_due on restriction_lapses (due_on) where not done',
  'create table daily_looks (name text primary key, done_on date not null)',
  `insert into restriction_lapses (restriction_id, recorded_by, student_id, due_on)
     select restriction_id, restriction_id, student_id, ends_on + 1 from roster_restrictions where ends_on is not null`,
  // Colleagues' C5 authorizations that were joined: one set, told in one notice.
  'alter table authorizations add column joined_set uuid',
  'update authorizations set joined_set = authorization_id',
  'alter table authorizations alter column joined_set set not null',
  'create index authorizations_joined_set on authorizations (joined_set)',
  'alter table deliveries add column companion_key text',
  'create index deliveries_companions on deliveries (companion_key) where outcome is null',
  // Alerts: about more than open tasks, and what became of each.
  `create table requests (request_id uuid primary key, requester_id uuid not null, kind text not null)`,
  `alter table approval_tasks add column about text not null default 'request' check (about in ('request', 'review')),
     add column review_reason text`,
  `alter table alerts alter column request_id drop not null, alter column round_id drop not null,
     alter column task_id drop not null,
     add column kind text not null default 'task-opened',
     add column set_id uuid, add column case_id uuid, add column policy_version text, add column opened_by uuid,
     add column authorization_id uuid, add column about_person_id uuid, add column until date,
     add column status text not null default 'pending' check (status in ('pending', 'delivered', 'undeliverable', 'cancelled')),
     add column delivered_at timestamptz(3)`,
  `update alerts set set_id = alerts.round_id, case_id = events.correlation_id, policy_version = events.policy_version,
       opened_by = events.id
     from events where events.subject = 'alert-set/' || alerts.round_id
       and events.type = 'sightline.notification.alerts-opened.v1'`,
  `update alerts set status = deliveries.outcome, delivered_at = case when outcome = 'delivered' then settled_at end
     from deliveries where delivery_id = alert_id and outcome is not null`,
];

const down: readonly string[] = [
  `delete from alerts where task_id is null`,
  `alter table alerts drop column kind, drop column set_id, drop column case_id, drop column policy_version,
     drop column opened_by, drop column authorization_id, drop column about_person_id, drop column until, drop column status,
     drop column delivered_at,
     alter column request_id set not null, alter column round_id set not null, alter column task_id set not null`,
  'alter table approval_tasks drop column about, drop column review_reason',
  'drop table requests',
  'drop index deliveries_companions',
  'alter table deliveries drop column companion_key',
  'drop index authorizations_joined_set',
  'alter table authorizations drop column joined_set',
  'drop table daily_looks',
  'drop table restriction_lapses',
  'drop table awaited_addresses',
  'drop table coverage_exclusions',
  'alter table notices drop column change',
];

/** Occasions that fall due by date or by a new address, joined authorizations, and alerts of every kind with what became of them. */
export class OccasionsAndAlerts1764100000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of up) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of down) await queryRunner.query(statement);
  }
}
