import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { EventEnvelope } from '@sightline/contracts';
import { inTransaction } from '@sightline/event-store';
import { newId } from '@sightline/service-kit';
import { runService, unplacedEvent, type RunningService, type UnplacedEvent } from '@sightline/service-kit/testing';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import fc from 'fast-check';
import { authorizationActivated, authorizationEnded, sampleAuthorization } from '../../../testing/sample-events.js';
import { createMessagingArchiveModule } from '../../messaging-archive.module.js';
import { coveredAuthorizationsProjection } from './covered-authorizations.projection.js';

let database: TestDatabase;
let archive: RunningService<Awaited<ReturnType<typeof createMessagingArchiveModule>>>;
const authorization = sampleAuthorization(newId());
const { authorizationId } = authorization;
const students = [newId(), newId()];

beforeAll(async () => {
  database = await testDatabase(import.meta.url);
  archive = await runService('messaging-archive', database.url, createMessagingArchiveModule);
});
afterAll(async () => {
  await archive.stop();
  await database.drop();
});

/** What is left of a log that comes in batches of this size, as if nothing had been there. */
const afterBatchesOf = async (size: number, events: readonly UnplacedEvent[]): Promise<object[]> => {
  await archive.database.pool.query('truncate covered_authorizations, covered_students');
  for (let from = 0; from < events.length; from += size)
    await inTransaction(archive.database.pool, (transaction) =>
      coveredAuthorizationsProjection.apply(
        transaction,
        events.slice(from, from + size) as unknown as readonly EventEnvelope[],
      ),
    );
  const { rows } = await archive.database.pool.query(
    `select student_id, joined_at, left_at, ended_at from covered_students join covered_authorizations using (authorization_id)
     order by student_id`,
  );
  return rows as object[];
};

const moment = fc.integer({ min: 0, max: 2 }).map((day) => `2026-09-1${day}T08:00:00.000Z`);
const change = fc.record({ student: fc.nat({ max: 1 }), joins: fc.boolean(), time: moment });
const end = fc.record({ end: moment });

it('knows the same of everybody however the log is cut, whoever comes and goes in one moment (C9)', async () => {
  const story = fc.array(fc.oneof({ weight: 5, arbitrary: change }, { weight: 1, arbitrary: end }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(story, fc.integer({ min: 2, max: 9 }), async (steps, size) => {
      const events = [
        authorizationActivated(authorization, { studentIds: [students[0]!] }),
        ...steps.map((step) => {
          if ('end' in step) return { ...authorizationEnded(authorization), time: step.end };
          const [joined, left] = [[students[step.student]!], []];
          return unplacedEvent(
            'sightline.exception-request.authorization-participants-changed.v1',
            `authorization/${authorizationId}`,
            { authorizationId, ...(step.joins ? { joined, left } : { joined: left, left: joined }) },
            { caseId: authorization.requestId, time: step.time },
          );
        }),
      ];
      expect(await afterBatchesOf(size, events)).toEqual(await afterBatchesOf(1, events));
    }),
    { numRuns: 150 },
  );
});

it('says when a student left from the event that tells it, not from the clock', async () => {
  const left = unplacedEvent(
    'sightline.exception-request.authorization-participants-changed.v1',
    `authorization/${authorizationId}`,
    { authorizationId, joined: [], left: [students[0]!] },
    { caseId: authorization.requestId, time: '2026-10-02T08:00:00.000Z' },
  );
  const events = [authorizationActivated(authorization, { studentIds: [students[0]!] }), left];
  expect(await afterBatchesOf(2, events)).toEqual([
    expect.objectContaining({
      joined_at: new Date('2026-09-14T12:00:00.000Z'),
      left_at: new Date('2026-10-02T08:00:00.000Z'),
    }),
  ]);
});
