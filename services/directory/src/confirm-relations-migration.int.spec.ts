import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, openServiceDatabase } from '@sightline/service-kit';
import { unplacedEvent } from '@sightline/service-kit/testing';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { CreateDirectory1764000000000 } from './adapters/persistence/migrations/1764000000000-create-directory.js';
import { KeepPolicyVersions1764200000000 } from './adapters/persistence/migrations/1764200000000-keep-policy-versions.js';
import { DatedRoster1764300000000 } from './adapters/persistence/migrations/1764300000000-dated-roster.js';
import { bundleOf } from '../testing/roster-bundle.js';
import { rosterState } from '../testing/roster-state.js';
import { runDirectory } from '../testing/running-directory.js';

describe('a district of the release before relations were confirmed', () => {
  let database: TestDatabase;
  const [school, teacher, principal, leaver, ann, ben, mother] = Array.from({ length: 7 }, () => newId()) as [
    ...[string, string, string, string, string, string, string],
  ];

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    const old = await openServiceDatabase({
      url: database.url,
      applicationName: 'the release before',
      poolSizeMax: 2,
      entities: [],
      migrations: [CreateDirectory1764000000000, KeepPolicyVersions1764200000000, DatedRoster1764300000000],
    });
    const { pool } = old;
    await pool.query(`insert into buildings values ($1, 'b1', 'Lincoln School', 'school', null)`, [school]);
    const people = [
      [teacher, 'p1', true, 'p2'],
      [principal, 'p2', true, 'p9'],
      [leaver, 'p9', false, null],
      [ann, 's1', true, null],
      [ben, 's2', true, null],
      [mother, 'g1', true, null],
    ];
    for (const [id, sourcedId, active, supervisor] of people)
      await pool.query(
        `insert into people (id, sourced_id, active, username, given_name, family_name, enabled, roles, technology,
           supervisor_sourced_id, sibling_sourced_ids) values ($1, $2, $3, $2, $2, $2, true, '[]', '[]', $4, '[]')`,
        [id, sourcedId, active, supervisor],
      );
    await pool.query(`insert into guardianships values ('s1', 'g1', 1), ('s2', 'g1', 1)`);
    await pool.query(`insert into roster_days values (true, '2026-09-14')`);
    await old.close();
  });
  afterAll(() => database.drop());

  it('keeps every relation that it knows, and asks nobody about it', async () => {
    const directory = await runDirectory(database.url);
    try {
      const known = { supervisors: { p1: 'p2' }, guardians: { s1: ['g1'], s2: ['g1'] } };
      expect(await rosterState(directory.database.pool)).toMatchObject(known);
      const authorizationId = newId();
      await directory.bus.feed(
        unplacedEvent('sightline.exception-request.authorization-activated.v1', `authorization/${authorizationId}`, {
          ...{ authorizationId, requestId: newId(), kind: 'personal-phone', staffId: teacher, studentIds: [ann, ben] },
          ...{ groupId: null, medium: 'text-message', from: '2026-09-15', until: '2027-05-28', copiesRequired: true },
        }),
      );
      const { body } = await directory.postBundle(await bundleOf());
      expect(body.status).toBe('completed');
      expect(body.report.changes).not.toHaveProperty('relation-proposed');
      expect(await rosterState(directory.database.pool)).toMatchObject(known);
    } finally {
      await directory.stop();
    }
  });
});
