import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Until when an activity stays that the lists of a new school year no longer name. */
export class CarryActivities1764500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table groups add carried_until date');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table groups drop carried_until');
  }
}
