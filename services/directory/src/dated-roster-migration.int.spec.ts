import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId, openServiceDatabase } from '@sightline/service-kit';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { bundleOf } from '../testing/roster-bundle.js';
import { rosterState } from '../testing/roster-state.js';
import { runDirectory } from '../testing/running-directory.js';
import { CreateDirectory1764000000000 } from './adapters/persistence/migrations/1764000000000-create-directory.js';

interface OldEvent {
  readonly subject: string;
  readonly name: string;
  readonly data: object;
}

describe('a district of the release before roles and memberships had dates', () => {
  let database: TestDatabase;
  const ids = Object.fromEntries(
    ['d1', 'b1', 'p1', 'p2', 's1', 's2', 'g1', 'c1', 'c2'].map((sourcedId) => [sourcedId, newId()]),
  ) as Record<string, string>;

  const people: readonly (readonly [string, string, string, string, object[]])[] = [
    ['p1', 'robin', 'Robin', 'Teacher', [{ role: 'teacher', buildingSourcedId: 'b1' }]],
    ['p2', 'pat', 'Pat', 'Principal', [{ role: 'principal', buildingSourcedId: 'b1' }]],
    ['s1', 'ann', 'Ann', 'Alder', [{ role: 'student', buildingSourcedId: 'b1' }]],
    ['s2', 'ben', 'Ben', 'Alder', [{ role: 'student', buildingSourcedId: 'b1' }]],
    ['g1', 'maya', 'Maya', 'Alder', [{ role: 'guardian' }]],
  ];
  const events: readonly OldEvent[] = [
    ...(['d1', 'b1'] as const).map((place) => ({
      subject: `building/${ids[place]!}`,
      name: 'building-registered',
      data: { buildingId: ids[place], sourcedId: place, type: place === 'd1' ? 'district' : 'school', parentId: null },
    })),
    ...people.map(([sourcedId, , , , roles]) => ({
      subject: `person/${ids[sourcedId]!}`,
      name: 'person-registered',
      data: {
        personId: ids[sourcedId],
        sourcedId,
        roles: roles.map((at) =>
          'buildingSourcedId' in at ? { role: (at as { role?: string }).role, buildingId: ids['b1'] } : at,
        ),
      },
    })),
    ...(['c1', 'c2'] as const).map((group) => ({
      subject: `group/${ids[group]!}`,
      name: 'group-registered',
      data: {
        groupId: ids[group],
        sourcedId: group,
        kind: group === 'c1' ? 'class' : 'activity',
        buildingId: ids['b1'],
        endsOn: '2026-12-18',
      },
    })),
    ...(['s1', 's2'] as const).map((student) => ({
      subject: `guardianship/${ids[student]!}`,
      name: 'guardians-changed',
      data: { studentId: ids[student], guardianIds: [ids['g1']] },
    })),
    {
      subject: `siblings/${ids['s1']!}`,
      name: 'siblings-changed',
      data: { personId: ids['s1'], siblingIds: [ids['s2']] },
    },
    {
      subject: `siblings/${ids['s2']!}`,
      name: 'siblings-changed',
      data: { personId: ids['s2'], siblingIds: [ids['s1']] },
    },
    {
      subject: `supervision/${ids['p1']!}`,
      name: 'supervisor-changed',
      data: { staffId: ids['p1'], supervisorId: ids['p2'], previousSupervisorId: null },
    },
  ];

  beforeEach(async () => {
    database = await testDatabase(import.meta.url);
    const old = await openServiceDatabase({
      url: database.url,
      applicationName: 'the release before',
      poolSizeMax: 3,
      entities: [],
      migrations: [CreateDirectory1764000000000],
    });
    const { pool } = old;
    await pool.query(
      `insert into buildings values ($1, 'd1', 'District', 'district', null), ($2, 'b1', 'Lincoln School', 'school', null)`,
      [ids['d1'], ids['b1']],
    );
    for (const [sourcedId, username, given, family, roles] of people)
      await pool.query(
        `insert into people (id, sourced_id, active, username, given_name, family_name, enabled, roles, technology,
           supervisor_sourced_id, sibling_sourced_ids, birth_date)
         values ($1, $2, true, $3, $4, $5, true, $6, '[]', $7, $8, $9)`,
        [
          ids[sourcedId],
          sourcedId,
          username,
          given,
          family,
          JSON.stringify(roles),
          sourcedId === 'p1' ? 'p2' : null,
          JSON.stringify({ s1: ['s2'], s2: ['s1'] }[sourcedId] ?? []),
          { s1: '2012-03-04', s2: '2013-05-06' }[sourcedId] ?? null,
        ],
      );
    await pool.query(
      `insert into groups values ($1, 'c1', true, 'Biology', 'class', 'b1', '2026-12-18'), ($2, 'c2', true, 'Robotics', 'activity', 'b1', '2026-12-18')`,
      [ids['c1'], ids['c2']],
    );
    await pool.query(
      `insert into group_members values ('c1', 'p1', 'staff'), ('c1', 's1', 'student'), ('c1', 's2', 'student'), ('c2', 'p1', 'staff'), ('c2', 's1', 'student')`,
    );
    await pool.query(`insert into guardianships values ('s1', 'g1', 0, false), ('s2', 'g1', null, true)`);
    for (const [index, { subject, name, data }] of events.entries()) {
      await pool.query(
        `insert into events (position, epoch, id, subject, subject_version, type, time, correlation_id, causation_id, actor, policy_version, partition_key, data)
         values ($1, 1, $2, $3, 1, 'sightline.directory.' || $4 || '.v1', now(), $2, 'c', 'client:sis', 'p', 'k', $5)`,
        [index + 1, newId(), subject, name, JSON.stringify(data)],
      );
      await pool.query('insert into streams values ($1, 1)', [subject]);
    }
    await pool.query('update log_head set position = $1', [events.length]);
    await old.close();
  });
  afterEach(() => database.drop());

  it('goes on as it was: the next import of the same bundle says nothing', async () => {
    const directory = await runDirectory(database.url);
    try {
      const before = await directory.eventCounts();
      const { body } = await directory.postBundle(await bundleOf());
      expect(body).toMatchObject({ status: 'completed', report: { changes: {}, entries: [] } });
      expect(await directory.eventCounts()).toStrictEqual(before);
      const state = await rosterState(directory.database.pool);
      expect(state.guardians).toStrictEqual({ s1: ['g1'], s2: ['g1'] });
      const { rows } = await directory.database.pool.query('select row_id from enrollments order by 1');
      expect(rows.map(({ row_id }: { row_id: string }) => row_id)).toStrictEqual(['e1', 'e2', 'e3', 'e4', 'e5']);
    } finally {
      await directory.stop();
    }
  });

  it('takes a delta that ends a row from before its rows had names', async () => {
    const directory = await runDirectory(database.url);
    try {
      await directory.postBundle(
        await bundleOf({
          manifest: 'propertyName,value\noneroster.version,1.2\nfile.enrollments,delta\n',
          ...Object.fromEntries(
            ['orgs', 'academicSessions', 'classes', 'users', 'roles', 'demographics', 'relations'].map((name) => [
              name,
              null,
            ]),
          ),
          enrollments:
            'sourcedId,status,classSourcedId,userSourcedId,role\ne3,tobedeleted,c1,s2,student\ne2,active,c1,s1,student\n',
        }),
      );
      expect((await rosterState(directory.database.pool)).members['c1']).toStrictEqual(['p1 staff', 's1 student']);
      expect(await directory.eventCounts()).toMatchObject({ 'group-members-changed': 1 });
    } finally {
      await directory.stop();
    }
  });
});
