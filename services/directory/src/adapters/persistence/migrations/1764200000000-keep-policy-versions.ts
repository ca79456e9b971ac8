import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The versions of the policy that the district prepared and published (C11). */
export class KeepPolicyVersions1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create table policy_versions (
         policy_version_id uuid primary key, in_force_from date not null, published boolean not null, version jsonb not null,
         resolution_reference text not null, prepared_by uuid, confirmed_by uuid, created_at timestamptz(3) not null)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table policy_versions');
  }
}
