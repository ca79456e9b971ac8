import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The key of bounce addresses: the same for every replica and after every restart. */
export class BounceKey1764400000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'create table bounce_keys (singleton boolean primary key default true check (singleton), key bytea not null)',
    );
    // Two random UUIDs hold 244 random bits.
    await queryRunner.query(
      `insert into bounce_keys (key)
       values (decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'))`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table bounce_keys');
  }
}
