import { policyVersionsPart } from '@sightline/relations';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The versions of the policy that the district published, by which this service decides (C11). */
export class FollowPolicyVersions1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of policyVersionsPart.schema) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of policyVersionsPart.schemaDown) await runner.query(statement);
  }
}
