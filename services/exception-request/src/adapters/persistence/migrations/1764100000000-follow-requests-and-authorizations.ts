import type { MigrationInterface, QueryRunner } from 'typeorm';

const type = (name: string): string => `'sightline.exception-request.${name}.v1'`;
/** A moment as events write it, in UTC with milliseconds. */
const moment = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const requests: readonly string[] = [
  `alter table requests add column version integer not null default 0, add column changed text[], add column register jsonb,
     add column renewal_of uuid, add column joins uuid, add column return_reason text,
     add column requester_building_ids uuid[], add column student_building_ids uuid[]`,
  `update requests set version = streams.version from streams where subject = 'request/' || request_id`,
  `update requests set
     requester_building_ids = array(select jsonb_array_elements_text(last.data->'requesterBuildingIds')::uuid),
     student_building_ids = array(select jsonb_array_elements_text(last.data->'studentBuildingIds')::uuid)
   from (select distinct on (subject) subject, data from events where type = ${type('request-submitted')}
         order by subject, subject_version desc) as last
   where last.subject = 'request/' || request_id and kind is not null`,
];

const authorizations: readonly string[] = [
  `alter table authorizations add column version integer not null default 0, add column renewal_of uuid, add column joins uuid,
     add column own_family jsonb not null default '[]', add column stints jsonb not null default '[]',
     add column ever_student_ids uuid[] not null default '{}', add column remind_on text[] not null default '{}', add column due_on date,
     add column ended_on date, add column ended_by jsonb, add column end_words_record_id uuid, add column end_cause jsonb,
     add column reviewed_requester_building_ids uuid[], add column reviewed_student_building_ids uuid[],
     add column told_supervisor_id uuid`,
  `update authorizations set version = streams.version from streams where subject = 'authorization/' || authorization_id`,
  `update authorizations set due_on = ends_on + 1 where status = 'active'`,
  `update authorizations set ended_on = (data->>'endedOn')::date from events
   where events.type = ${type('authorization-ended')} and events.subject = 'authorization/' || authorization_id`,
  `with moves as (
     select subject, subject_version, time, student.id, student.ordinal from events,
       jsonb_array_elements_text(coalesce(data->'studentIds', data->'joined')) with ordinality as student (id, ordinal)
     where type in (${type('authorization-activated')}, ${type('authorization-participants-changed')})
   ), stints as (
     select moves.*, (select ${moment('min(events.time)')} from events where events.subject = moves.subject
       and events.type = ${type('authorization-participants-changed')} and events.subject_version > moves.subject_version
       and events.data->'left' ? moves.id) as left_at from moves
   ), gathered as (
     select subject, jsonb_agg(jsonb_build_object('studentId', id, 'from', ${moment('time')}, 'to', left_at)
       order by subject_version, ordinal) as stints, array_agg(distinct id::uuid) as student_ids from stints group by subject
   )
   update authorizations set stints = gathered.stints, ever_student_ids = gathered.student_ids
   from gathered where gathered.subject = 'authorization/' || authorization_id`,
  `create index authorizations_due on authorizations (due_on) where status = 'active'`,
  `create index authorizations_ever_students on authorizations using gin (ever_student_ids)`,
  `create index authorizations_request on authorizations (request_id)`,
  `create table authorization_reviews (
     review_id uuid primary key, authorization_id uuid not null, request_id uuid not null, case_id uuid not null, status text not null,
     reason text not null, change text, clause text not null, sides text[] not null, guardian_id uuid, student_id uuid,
     words_record_id uuid, requested_at timestamptz(3) not null, closed_at timestamptz(3))`,
  `create index authorization_reviews_authorization on authorization_reviews (authorization_id)`,
];

/** Drafts, what changed between submissions, renewals; who took part when, deadlines and reviews of authorizations. */
export class FollowRequestsAndAuthorizations1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...requests, ...authorizations]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table authorization_reviews');
    await runner.query(
      `alter table authorizations drop column version, drop column renewal_of, drop column joins, drop column own_family,
         drop column stints, drop column ever_student_ids, drop column remind_on, drop column due_on, drop column ended_on,
         drop column ended_by, drop column end_words_record_id, drop column end_cause,
         drop column reviewed_requester_building_ids, drop column reviewed_student_building_ids, drop column told_supervisor_id`,
    );
    await runner.query(
      `alter table requests drop column version, drop column changed, drop column register, drop column renewal_of,
         drop column joins, drop column return_reason, drop column requester_building_ids, drop column student_building_ids`,
    );
  }
}
