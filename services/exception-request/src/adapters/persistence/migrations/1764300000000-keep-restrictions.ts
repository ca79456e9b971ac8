import { restrictionsPart } from '@sightline/relations';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Restrictions on contact end a staff member's part with a student (C9). */
export class KeepRestrictions1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of restrictionsPart.schema) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of restrictionsPart.schemaDown) await runner.query(statement);
  }
}
