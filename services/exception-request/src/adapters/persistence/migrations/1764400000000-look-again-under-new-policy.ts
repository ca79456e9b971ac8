import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which live authorizations were held against which version of the policy (C11). */
export class LookAgainUnderNewPolicy1764400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create table policy_checks (
         authorization_id uuid not null, policy_version_id text not null, primary key (authorization_id, policy_version_id))`,
    );
    await runner.query(
      `create index authorizations_policy on authorizations (lower(policy_version)) where status = 'active'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index authorizations_policy');
    await runner.query('drop table policy_checks');
  }
}
