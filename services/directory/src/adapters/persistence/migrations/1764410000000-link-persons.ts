import { linkedPersonsPart } from '@sightline/relations';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One natural person under several records of the roster (C3, C4). */
export class LinkPersons1764410000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const statements = [
      ...linkedPersonsPart.schema,
      `create table person_links (
         linked_id uuid primary key, person_id uuid not null, basis text not null, status text not null,
         linked_by uuid, linked_at timestamptz(3) not null, ended_by uuid, ended_at timestamptz(3))`,
      `alter table people add person_key text`,
      `create index people_person_key on people (person_key) where person_key is not null`,
    ];
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table people drop person_key');
    await runner.query('drop table person_links');
    for (const statement of linkedPersonsPart.schemaDown) await runner.query(statement);
  }
}
