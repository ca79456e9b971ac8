import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PolicyVersionScheduled } from '@sightline/contracts';
import { inTransaction } from '@sightline/event-store';
import { amendedVersion, policyVersions } from '@sightline/policy';
import { newId, openServiceDatabase } from '@sightline/service-kit';
import { runService, unplacedEvent, type RunningService, type UnplacedEvent } from '@sightline/service-kit/testing';
import { testClock, testDatabase, type TestDatabase } from '@sightline/testing';
import {
  authorizationActivated,
  authorizationEnded,
  sampleAuthorization,
  supervisorChanged,
  type SampleAuthorization,
} from '../../../../testing/sample-events.js';
import { createMessagingArchiveModule } from '../../../messaging-archive.module.js';
import { CreateMessagingArchive1764000000000 } from './1764000000000-create-messaging-archive.js';

const time = '2026-09-14T12:00:00.000Z';
const [coach, otherCoach, first, second, ann, mother, father, grantId, movedGrantId, policyVersionId] = Array.from(
  { length: 10 },
  () => newId(),
) as [string, string, string, string, string, string, string, string, string, string];
const [running, over, waiting] = [coach, coach, otherCoach].map(sampleAuthorization) as [
  SampleAuthorization,
  SampleAuthorization,
  SampleAuthorization,
];
type Fact = readonly [SampleAuthorization, string, object];

/** The directory's log, as the release before had heard it; of its last event it could make nothing. */
const roster: readonly UnplacedEvent[] = [
  supervisorChanged(coach, first),
  unplacedEvent('sightline.directory.guardians-changed.v1', `person/${ann}`, {
    ...{ studentId: ann, guardianIds: [mother, father] },
  }),
  unplacedEvent('sightline.directory.restriction-recorded.v1', `person/${ann}`, {
    ...{ restrictionId: newId(), studentId: ann, guardianId: father },
    ...{ kinds: ['records'], from: '2026-01-01', until: null },
  }),
  unplacedEvent('sightline.directory.policy-version-scheduled.v1', `policy-version/${policyVersionId}`, {
    ...(amendedVersion(policyVersions[0]!, {
      ...{ inForceFrom: '2026-10-01', boardDate: '2026-09-10', resolutionReference: '2026-21' },
      settings: { studentsMax: 7 },
    }) as PolicyVersionScheduled['data']),
    ...{ policyVersionId, preparedBy: null },
  }),
  supervisorChanged(coach, second),
  supervisorChanged(otherCoach, second),
];
const requests: readonly UnplacedEvent[] = [
  authorizationActivated(over, { studentIds: [ann] }),
  authorizationActivated(running, { studentIds: [ann] }),
  authorizationActivated(waiting),
  authorizationEnded(over),
];

describe('a database of the release before', () => {
  let database: TestDatabase;
  let archive: RunningService<Awaited<ReturnType<typeof createMessagingArchiveModule>>>;

  /** Grants that have moved from the first supervisor to the second, one that waits, and an event that was parked. */
  const asTheFirstReleaseLeftIt = async (): Promise<void> => {
    const before = await openServiceDatabase({
      ...{ url: database.url, applicationName: 'the release before', poolSizeMax: 2 },
      ...{ entities: [], migrations: [CreateMessagingArchive1764000000000] },
    });
    const parked = roster.at(-1)!;
    await inTransaction(before.pool, async (transaction) => {
      const subject = ({ authorizationId }: SampleAuthorization) => ({ authorizationId, staffId: coach });
      const granted = (to: SampleAuthorization, id: string, supervisorId: string): Fact => [
        ...([to, 'access-granted.v1'] as const),
        { ...subject(to), grantId: id, supervisorId },
      ];
      const ended = (of: SampleAuthorization, id: string, supervisorId: string, reason: string): Fact => [
        ...([of, 'access-grant-ended.v1'] as const),
        { authorizationId: of.authorizationId, grantId: id, supervisorId, reason },
      ];
      const facts: readonly Fact[] = [
        granted(over, first, first),
        ended(over, first, first, 'supervisor-changed'),
        granted(over, second, second),
        ended(over, second, second, 'authorization-ended'),
        granted(running, movedGrantId, first),
        ended(running, movedGrantId, first, 'supervisor-changed'),
        granted(running, grantId, second),
        [waiting, 'access-grant-pending.v1', { ...subject(waiting), staffId: otherCoach, reason: 'no-supervisor' }],
      ];
      const versions = new Map<string, number>();
      for (const [index, [{ authorizationId, requestId }, type, data]] of facts.entries()) {
        const stream = `access/${authorizationId}`;
        versions.set(stream, (versions.get(stream) ?? 0) + 1);
        await transaction.query(
          `insert into events (position, epoch, id, subject, subject_version, type, time, correlation_id, causation_id, actor,
             policy_version, partition_key, data)
           select $1, epoch, $2, $3, $4, $5, $6, $7::uuid, 'before', 'system:messaging-archive', 'p4650-2017-03', $7::uuid::text, $8
           from log_head`,
          [
            ...[index + 1, newId(), stream, versions.get(stream), `sightline.messaging-archive.${type}`],
            ...[time, requestId, JSON.stringify(data)],
          ],
        );
      }
      await transaction.query('update log_head set position = $1', [facts.length]);
      await transaction.query(
        'insert into streams (subject, version) select * from unnest($1::text[], $2::integer[])',
        [[...versions.keys()], [...versions.values()]],
      );
      await transaction.query(
        `insert into copy_duties select id, request_id, request_id, staff_id, 'p4650-2017-03', ended
         from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::boolean[]) as duty (id, request_id, staff_id, ended)`,
        [
          [over, running, waiting].map(({ authorizationId }) => authorizationId),
          [over, running, waiting].map(({ requestId }) => requestId),
          [over, running, waiting].map(({ staffId }) => staffId),
          [true, false, false],
        ],
      );
      await transaction.query(
        `insert into access_grants values ($1, $3, $4, $4, $5, $6, 'moved', $8, $8, 'supervisor-changed'),
           ($2, $3, $4, $4, $5, $7, 'open', $8, null, null)`,
        [movedGrantId, grantId, running.authorizationId, running.requestId, coach, first, second, time],
      );
      await transaction.query('insert into roster_supervisions values ($1, $2)', [coach, second]);
      await transaction.query(
        `insert into checkpoints (consumer, log, generation, partition, partitions, epoch, position)
         values ('messaging-archive', 'directory', 0, 0, 1, 1, $1), ('messaging-archive', 'exception-request', 0, 0, 1, 1, $2)`,
        [roster.length, requests.length],
      );
      await transaction.query(`insert into parked_keys values ('messaging-archive', $1, $2)`, [
        parked.partitionkey,
        time,
      ]);
      await transaction.query(
        `insert into parked_events (id, consumer, partition_key, log, position, type, event, reason, attempts, parked_at)
         values ($1, 'messaging-archive', $2, 'directory', $3, $4, $5, 'Error', 3, $6)`,
        [newId(), parked.partitionkey, roster.length, parked.type, JSON.stringify(parked), time],
      );
    });
    await before.close();
  };

  const rowsOf = async (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
    (await archive.database.pool.query(text, values)).rows as Record<string, unknown>[];
  const grants = () =>
    rowsOf('select grant_id, supervisor_id, status from access_grants where staff_id = $1 order by status', [coach]);
  const said = () =>
    rowsOf(`select data from events where subject like 'access/%' and causation_id <> 'before' order by position`);

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    await asTheFirstReleaseLeftIt();
    archive = await runService('messaging-archive', database.url, createMessagingArchiveModule, { clock: testClock() });
  });
  afterAll(async () => {
    await archive.stop();
    await database.drop();
  });

  it('gives nobody a grant of long ago while it hears the roster again, nor by what is decided meanwhile (C7)', async () => {
    const before = await grants();
    await archive.bus.feed(roster[0]!);
    expect(await rowsOf('select supervisor_id from roster_supervisions')).toEqual([{ supervisor_id: second }]);
    await archive.bus.feed(...requests);
    for (const event of roster.slice(1, -1)) await archive.bus.feed(event);
    expect(await said()).toEqual([]);
    expect(await grants()).toEqual(before);
  });

  it('knows afterwards guardians, restrictions and versions of the policy that nobody has repeated (C9, C11)', async () => {
    expect(await rowsOf('select guardian_id from roster_guardianships order by contact_order')).toEqual([
      { guardian_id: mother },
      { guardian_id: father },
    ]);
    expect(await rowsOf('select student_id, guardian_id, kinds from roster_restrictions')).toEqual([
      { student_id: ann, guardian_id: father, kinds: ['records'] },
    ]);
    expect(await rowsOf('select policy_version_id from policy_versions')).toEqual([
      { policy_version_id: policyVersionId },
    ]);
    expect(
      await rowsOf('select authorization_id from covered_students where student_id = $1 order by 1', [ann]),
    ).toEqual(
      [over, running]
        .map(({ authorizationId }) => ({ authorization_id: authorizationId }))
        .sort((left, right) => left.authorization_id.localeCompare(right.authorization_id)),
    );
  });

  it('acts on what it could not act on before, and on what is new', async () => {
    await archive.bus.feed(roster.at(-1)!);
    const opened = (authorizationId: string, supervisorId: string) => ({
      data: expect.objectContaining({ authorizationId, supervisorId }) as object,
    });
    expect(await said()).toEqual([opened(waiting.authorizationId, second)]);
    expect(await rowsOf('select position from parked_events where resumed_at is null')).toEqual([]);
    await archive.bus.feed(supervisorChanged(otherCoach, first));
    expect(await said()).toEqual([
      opened(waiting.authorizationId, second),
      opened(waiting.authorizationId, second),
      opened(waiting.authorizationId, first),
    ]);
  });
});
