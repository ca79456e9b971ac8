import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The register of media that staff use with students (C9). */
export class RegisterMedia1764600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `create table registered_media (
         medium_id uuid primary key, staff_id uuid not null, kind text not null, way_in text not null, student_ids jsonb not null,
         group_ids jsonb not null, building_ids jsonb not null, words_record_id uuid not null, reports jsonb not null,
         status text not null, created_at timestamptz(3) not null, changed_at timestamptz(3) not null)`,
      'create index registered_media_staff on registered_media (staff_id)',
      'create index registered_media_students on registered_media using gin (student_ids)',
      'create index registered_media_groups on registered_media using gin (group_ids)',
      'create index registered_media_buildings on registered_media using gin (building_ids)',
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table registered_media');
  }
}
