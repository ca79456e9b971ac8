import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LogName } from '@sightline/contracts';
import { newId } from '@sightline/service-kit';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import fc from 'fast-check';
import { runExceptionRequest, type RunningExceptionRequest } from '../testing/running-exception-request.js';
import {
  groupRegistered,
  membersChanged,
  personRegistered,
  personRemoved,
  roundApproved,
  staff,
  student,
} from '../testing/sample-events.js';
import { sampleSchool } from '../testing/sample-school.js';

const { school, coach, child, roster, pupil, personalPhone } = sampleSchool();

describe('the logs of the roster and of the rounds', () => {
  let database: TestDatabase;
  let rosterReplica: RunningExceptionRequest;
  let approvalReplica: RunningExceptionRequest;
  const pupils = Array.from({ length: 4 }, () => newId());

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    const positions = new Map<LogName, number>();
    rosterReplica = await runExceptionRequest(database, { positions });
    approvalReplica = await runExceptionRequest(database, { positions });
    await rosterReplica.bus.feed(...roster, ...pupils.map((id) => personRegistered(id, pupil)));
  });
  afterAll(async () => {
    await rosterReplica.stop();
    await approvalReplica.stop();
    await database.drop();
  });

  /** A team with this student and a request for it (C5). @returns the request's id and the team's */
  const askedFor = async (first: string): Promise<{ requestId: string; team: string }> => {
    const team = newId();
    await rosterReplica.bus.feed(groupRegistered(team, school), membersChanged(team, [staff(coach), student(first)]));
    const { status, body } = await rosterReplica.post(coach, 'exception-requests', personalPhone(team));
    expect(status).toBe(201);
    return { requestId: body.id, team };
  };
  const participants = async (requestId: string): Promise<string[]> => {
    const { rows } = await rosterReplica.database.pool.query<{ student_ids: string[] }>(
      'select student_ids from authorizations where request_id = $1',
      [requestId],
    );
    expect(rows).toHaveLength(1);
    return [...rows[0]!.student_ids].sort();
  };

  it('meet in two replicas at once without either missing the other (C6)', async () => {
    for (let round = 0; round < 40; round += 1) {
      const { requestId, team } = await askedFor(pupils[0]!);
      await Promise.all([
        rosterReplica.bus.feed(membersChanged(team, [student(pupils[1]!)])),
        approvalReplica.bus.feed(roundApproved(requestId)),
      ]);
      expect(await participants(requestId)).toEqual([pupils[0]!, pupils[1]!].sort());
    }
  });

  it('meet in two replicas at once when a student leaves the district (C5)', async () => {
    for (let round = 0; round < 40; round += 1) {
      const leaver = newId();
      await rosterReplica.bus.feed(personRegistered(leaver, pupil));
      const { requestId } = await askedFor(leaver);
      await Promise.all([
        rosterReplica.bus.feed(personRemoved(leaver)),
        approvalReplica.bus.feed(roundApproved(requestId)),
      ]);
      expect(await participants(requestId)).toEqual([]);
    }
  });

  it('give the same participants in whatever order and batches they arrive', async () => {
    const changes = fc.array(fc.record({ who: fc.constantFrom(...pupils, child), joins: fc.boolean() }), {
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(changes, fc.nat({ max: 6 }), fc.integer({ min: 1, max: 4 }), async (steps, approvedAt, size) => {
        const { requestId, team } = await askedFor(pupils[0]!);
        const present = new Set([pupils[0]!]);
        const events = steps.map(({ who, joins }) => {
          if (joins) present.add(who);
          else present.delete(who);
          return joins ? membersChanged(team, [student(who)]) : membersChanged(team, [], [student(who)]);
        });
        events.splice(Math.min(approvedAt, events.length), 0, roundApproved(requestId));
        while (events.length > 0) {
          const batch = events.splice(0, size);
          const ofRounds = batch.filter(({ log }) => log === 'approval');
          const ofRoster = batch.filter(({ log }) => log === 'directory');
          if (ofRoster.length > 0) await rosterReplica.bus.feed(...ofRoster);
          if (ofRounds.length > 0) await approvalReplica.bus.feed(...ofRounds);
        }
        present.delete(child);
        expect(await participants(requestId)).toEqual([...present].sort());
      }),
      { numRuns: 60 },
    );
  });
});
