import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LogName } from '@sightline/contracts';
import { runService } from '@sightline/service-kit/testing';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { runApproval, type RunningApproval } from '../testing/running-approval.js';
import { matter, sampleOffice } from '../testing/sample-office.js';
import { createApprovalModule } from './approval.module.js';

const office = sampleOffice();
const { ann, cem, dee, director, operator } = office;

describe('silence', () => {
  let database: TestDatabase;
  let approval: RunningApproval;
  let replica: Awaited<ReturnType<typeof runService>>;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    approval = await runApproval(database);
    // A second replica looks at the same rows with the same clock.
    replica = await runService('approval', database.url, createApprovalModule, {
      clock: approval.clock,
      positions: new Map<LogName, number>(),
    });
    await approval.bus.feed(...office.roster);
  });
  afterAll(async () => {
    await replica.stop();
    await approval.stop();
    await database.drop();
  });

  it('reminds, then goes up step by step, each once, and never decides', async () => {
    const requests = [];
    for (let each = 0; each < 12; each += 1) {
      const event = office.submission();
      await approval.bus.feed(event);
      requests.push(matter(approval, (event.data as { requestId: string }).requestId));
    }
    const [first] = requests as [(typeof requests)[number]];
    await first.act(cem, 'claim');

    await approval.passTime({ days: 2 });
    expect(await first.facts()).toEqual(['round-opened', 'task-claimed']);
    await approval.passTime({ days: 1 });
    const reminders = ['task-reminded', 'task-reminded'];
    for (const request of requests)
      expect((await request.facts()).filter((type) => type !== 'task-claimed')).toEqual(['round-opened', ...reminders]);
    expect(await first.data('task-reminded')).toMatchObject({ reminder: 1, nextAt: '2026-09-18T13:00:00.000Z' });

    await approval.passTime({ days: 2 });
    for (const request of requests) {
      expect((await request.facts()).filter((type) => type === 'task-escalated')).toHaveLength(2);
      expect(await request.taskFor(director, 'principal')).toMatchObject({
        ...{ status: 'open', candidate_ids: [ann, director], assignee_id: null, steps: 1 },
      });
    }
    expect(await first.taskFor(cem)).toMatchObject({
      candidate_ids: [cem, dee].sort().concat(director),
      assignee_id: null,
    });

    await approval.passTime({ days: 30 });
    for (const request of requests) {
      const facts = await request.facts();
      expect(facts.filter((type) => type === 'task-escalated')).toHaveLength(4);
      expect(facts.some((type) => type === 'task-decided' || type.startsWith('round-approved'))).toBe(false);
      expect((await request.taskFor(operator, 'principal')).status).toBe('open');
    }
    await approval.passTime({ days: 300 });
    expect((await first.facts()).filter((type) => type === 'task-escalated')).toHaveLength(4);

    // Whoever it went up to decides, and four eyes still holds.
    expect((await first.act(director, 'decision', { outcome: 'approve' }, 'principal')).status).toBe(200);
    expect((await first.act(director, 'decision', { outcome: 'approve' }, 'technology')).type).toContain('four-eyes');
    expect((await first.act(cem, 'decision', { outcome: 'approve' })).status).toBe(200);
    expect((await first.facts()).at(-1)).toBe('round-approved');
  });

  it('brings nothing where somebody has spoken', async () => {
    const event = office.submission();
    await approval.bus.feed(event);
    const request = matter(approval, (event.data as { requestId: string }).requestId);
    await request.act(ann, 'decision', { outcome: 'deny', comment: 'Use the district’s own pages.' });
    await approval.passTime({ days: 30 });
    expect(await request.facts()).toEqual(['round-opened', 'task-decided', 'round-denied']);
  });
});
