import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where letters go, and whom to call about a building (C6): personal data, at home here and nowhere else. */
export class PostalAddresses1764700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table people add postal_address jsonb');
    await runner.query('alter table buildings add phone text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table buildings drop phone');
    await runner.query('alter table people drop postal_address');
  }
}
