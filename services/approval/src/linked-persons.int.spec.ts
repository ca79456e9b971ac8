import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import { unplacedEvent } from '@sightline/service-kit/testing';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { runApproval, type RunningApproval } from '../testing/running-approval.js';
import { guardiansChanged, personRegistered } from '../testing/sample-events.js';
import { matter, sampleOffice } from '../testing/sample-office.js';

/** Ann leads the school under one record and is of the technology department under another; under a third she is a mother. */
describe('one natural person under several records (C3)', () => {
  let database: TestDatabase;
  let approval: RunningApproval;
  let office: ReturnType<typeof sampleOffice>;
  let annOfTechnology: string;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    approval = await runApproval(database);
  });
  afterAll(async () => {
    await approval.stop();
    await database.drop();
  });
  beforeEach(async () => {
    office = sampleOffice();
    annOfTechnology = newId();
    await approval.database.pool.query('truncate roster_roles, roster_people');
    await approval.bus.feed(
      ...office.roster,
      personRegistered(annOfTechnology, { role: 'technology', buildingId: office.school }),
    );
  });

  const link = (linkedId: string, what: 'linked' | 'unlinked' = 'linked') =>
    approval.bus.feed(
      unplacedEvent(`sightline.directory.persons-${what}.v1`, `person-link/${linkedId}`, {
        ...{ personId: office.ann, linkedId, by: null, basis: 'import-key' },
      }),
    );
  const ask = async () => {
    const event = office.submission();
    await approval.bus.feed(event);
    return matter(approval, (event.data as { requestId: string }).requestId);
  };
  const approve = { outcome: 'approve', comment: 'Yes.' };

  it('decides once, whichever record is signed in', async () => {
    await link(annOfTechnology);
    const request = await ask();
    const technology = await request.taskFor(office.cem, 'technology');
    expect(technology.candidate_ids).not.toContain(annOfTechnology);
    const principals = await request.taskFor(office.ann, 'principal');
    // Signed in under the other record she finds the principal's task all the same.
    const decided = await approval.post(annOfTechnology, `${principals.task_id}/decision`, approve);
    expect([decided.status, decided.body.decidedBy]).toMatchObject([200, { id: office.ann }]);
    for (const caller of [office.ann, annOfTechnology])
      expect((await approval.post(caller, `${technology.task_id}/decision`, approve)).status).not.toBe(200);
    expect((await approval.post(office.cem, `${technology.task_id}/decision`, approve)).status).toBe(200);
  });

  it('does not decide again when the link comes after the first decision', async () => {
    const request = await ask();
    const technology = await request.taskFor(annOfTechnology, 'technology');
    expect((await request.act(annOfTechnology, 'decision', approve, 'technology')).status).toBe(200);
    await link(annOfTechnology);
    expect(technology.status).toBe('open');
    const second = await request.act(office.ann, 'decision', approve, 'principal');
    expect([second.status, second.body.type, second.body.clause]).toEqual([
      403,
      'urn:sightline:problem:four-eyes',
      'C3',
    ]);
    await link(annOfTechnology, 'unlinked');
    expect((await request.act(office.ann, 'decision', approve, 'principal')).status).toBe(200);
  });

  it('is a party under every record: who is the child’s mother elsewhere has no task', async () => {
    const elsewhere = newId();
    await approval.bus.feed(
      personRegistered(elsewhere, { role: 'guardian' }),
      guardiansChanged(office.student, [elsewhere]),
    );
    const before = await ask();
    expect(await before.hasTask(office.ann)).toBe(true);
    await link(elsewhere);
    expect(await before.hasTask(office.ann)).toBe(false);
    expect(await (await ask()).hasTask(office.ann)).toBe(false);
    await link(elsewhere, 'unlinked');
    expect(await (await ask()).hasTask(office.ann)).toBe(true);
  });
});
