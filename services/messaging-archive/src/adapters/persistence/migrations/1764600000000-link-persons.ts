import { linkedPersonsPart } from '@sightline/relations';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which records of the roster are one natural person (C3, C4). */
export class LinkPersons1764600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of linkedPersonsPart.schema) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of linkedPersonsPart.schemaDown) await runner.query(statement);
  }
}
