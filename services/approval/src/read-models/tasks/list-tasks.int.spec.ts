import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { runApproval, type RunningApproval } from '../../../testing/running-approval.js';
import { personRegistered } from '../../../testing/sample-events.js';
import { matter, sampleOffice } from '../../../testing/sample-office.js';

const office = sampleOffice();
const { school, ann, cem, dee, sue, director } = office;
const [auditor, coach] = [newId(), newId()];

interface Item {
  readonly id: string;
  readonly dueAt: string;
}

describe('the list of tasks', () => {
  let database: TestDatabase;
  let approval: RunningApproval;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    approval = await runApproval(database, {
      people: [{ personId: coach, username: 'coach.kim', displayName: 'Kim Coach' }],
    });
    await approval.bus.feed(
      ...office.roster,
      personRegistered(auditor, { role: 'auditor' }),
      personRegistered(coach, { role: 'teacher', buildingId: school }),
    );
    for (let each = 0; each < 9; each += 1) {
      approval.clock.advance({ minutes: each % 2 });
      const event = office.submission(each % 3 === 0 ? { requesterId: coach, purpose: 'private' } : {});
      await approval.bus.feed(event);
      if (each === 4)
        await matter(approval, (event.data as { requestId: string }).requestId).act(ann, 'decision', {
          outcome: 'approve',
        });
      if (each === 5) await matter(approval, (event.data as { requestId: string }).requestId).act(cem, 'claim');
    }
    await approval.bus.feed(office.submission({ kind: 'personal-phone' }));
  });
  afterAll(async () => {
    await approval.stop();
    await database.drop();
  });

  const items = async (caller: string, query: string): Promise<Item[]> => {
    const { status, body } = await approval.get(caller, `approval-tasks?${query}`);
    expect(status).toBe(200);
    return body.items as Item[];
  };

  it.each(['dueAt', '-dueAt', 'createdAt', '-createdAt'])(
    'comes page by page, without gap or repetition, by %s',
    async (sort) => {
      for (const [caller, filter, total] of [
        [cem, 'status=open', 9],
        [cem, 'side=technology', 9],
        [ann, 'status=open', 8],
        [ann, 'about=request', 9],
        [auditor, 'status=open', 18],
      ] as const) {
        const seen: Item[] = [];
        let cursor = '';
        do {
          const page = await approval.get(caller, `approval-tasks?${filter}&sort=${sort}&limit=4${cursor}`);
          expect(page.status).toBe(200);
          seen.push(...(page.body.items as Item[]));
          cursor = page.body.next === null ? '' : `&cursor=${page.body.next as string}`;
        } while (cursor !== '');
        expect(new Set(seen.map(({ id }) => id)).size).toBe(total);
        expect(seen).toHaveLength(total);
        const moments = seen.map(({ dueAt }) => dueAt);
        expect(moments).toEqual(sort.startsWith('-') ? [...moments].sort().reverse() : [...moments].sort());
      }
    },
  );

  it.each<[string, string, number]>([
    ['what is open', 'status=open', 8],
    ['what was approved', 'status=approved', 1],
    ['one purpose', 'purpose=private', 3],
    ['one requester', `requester=${coach}`, 3],
    ['part of a name', 'q=kim', 3],
    ['a name that nobody has', 'q=zzz', 0],
    ['a name and another requester', `q=kim&requester=${sue}`, 0],
    ['one building', `building=${school}`, 9],
    ['another building', `building=${newId()}`, 0],
    ['another side', 'side=supervisor', 0],
    ['another kind', 'kind=personal-phone', 0],
    ['reviews', 'about=review', 0],
    ['what is overdue', 'overdue=true', 0],
    ['what is not', 'overdue=false', 9],
    ['what the caller has', 'assigned=me&status=open', 8],
    ['what is in a pool', 'assigned=pool', 0],
  ])('finds %s', async (_, query, count) => {
    expect(await items(ann, query)).toHaveLength(count);
  });

  it('tells pool, own and others’ tasks apart', async () => {
    for (const [caller, mine, pool, others] of [
      [cem, 1, 8, 0],
      [dee, 0, 8, 1],
    ] as const) {
      expect(await items(caller, 'assigned=me')).toHaveLength(mine);
      expect(await items(caller, 'assigned=pool')).toHaveLength(pool);
      expect(await items(caller, 'assigned=others')).toHaveLength(others);
    }
  });

  it('counts what it would list, for the same caller and filter', async () => {
    const counts = async (caller: string, query = '') =>
      (await approval.get(caller, `approval-tasks/counts?${query}`)).body as Record<string, unknown>;
    expect(await counts(cem)).toMatchObject({ open: 9, mine: 1, pool: 8, overdue: 0, requests: 9, reviews: 0 });
    expect((await counts(cem)).similar).toEqual([
      { similar: expect.stringContaining('/district/'), open: 6 },
      { similar: expect.stringContaining('/private/'), open: 3 },
    ]);
    expect(await counts(cem, 'purpose=private')).toMatchObject({ open: 3 });
    expect(await counts(auditor)).toMatchObject({ open: 18 });
    expect(await counts(director)).toMatchObject({ open: 0, similar: [] });
  });

  it('refuses what it does not know, and a cursor of another order', async () => {
    const { body } = await approval.get(cem, 'approval-tasks?limit=2');
    for (const [query, status] of [
      ['colour=red', 422],
      ['status=lost', 422],
      ['sort=name', 422],
      ['overdue=maybe', 422],
      ['limit=0', 422],
      ['limit=201', 422],
      ['requester=ann', 422],
      ['cursor=x', 400],
      [`cursor=${body.next as string}&sort=-dueAt`, 400],
    ] as const)
      expect([query, (await approval.get(cem, `approval-tasks?${query}`)).status]).toEqual([query, status]);
  });
});
