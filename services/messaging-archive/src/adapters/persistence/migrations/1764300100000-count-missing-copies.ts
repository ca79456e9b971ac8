import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which messages show that a copy did not come (C7): what was stated so far, and what is stated from now on. */
export class CountMissingCopies1764300100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table missing_copies (
      authorization_id uuid not null, message_id uuid not null, found text not null, primary key (authorization_id, message_id, found))`);
    await runner.query(`insert into missing_copies
      select (data->>'authorizationId')::uuid, shown.message_id::uuid, data->>'found'
      from events cross join lateral jsonb_array_elements_text(data->'messageIds') as shown (message_id)
      where type = 'sightline.messaging-archive.copies-missing.v1' on conflict do nothing`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table missing_copies');
  }
}
