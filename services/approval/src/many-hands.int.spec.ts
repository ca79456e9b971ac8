import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { runApproval, type RunningApproval } from '../testing/running-approval.js';
import {
  guardiansChanged,
  personRegistered,
  personRemoved,
  siblingsChanged,
  supervisorChanged,
} from '../testing/sample-events.js';
import { matter, sampleOffice } from '../testing/sample-office.js';

const office = sampleOffice();
const { school, teacher, ann, cem, dee, sue, director, mother, student } = office;
const until = '2026-09-18';

describe('a task in many hands', () => {
  let database: TestDatabase;
  let approval: RunningApproval;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    approval = await runApproval(database, {
      people: [{ personId: director, username: 'the.director', displayName: 'The Director' }],
    });
    await approval.bus.feed(...office.roster);
  });
  afterAll(async () => {
    await approval.stop();
    await database.drop();
  });

  const ask = async (change: Parameters<typeof office.submission>[0] = {}) => {
    const event = office.submission(change);
    await approval.bus.feed(event);
    return matter(approval, (event.data as { requestId: string }).requestId);
  };

  describe('delegated', () => {
    it('is decided by the delegate, named by id, roster id or username; both names stay in the history', async () => {
      const request = await ask();
      const answer = await request.act(ann, 'delegate', { to: `sourced-${sue}`, until, comment: 'I am at a funeral.' });
      expect(answer).toMatchObject({
        status: 200,
        body: { assignee: { id: sue }, delegation: { by: [{ id: ann }], until } },
      });
      expect(JSON.stringify(await request.data('task-delegated'))).not.toContain('funeral');
      expect((await request.act(ann, 'decision', { outcome: 'approve' })).type).toContain('claimed-by-another');
      expect((await request.act(sue, 'decision', { outcome: 'approve' })).status).toBe(200);
      expect(await request.data('task-decided')).toMatchObject({ deciderId: sue, delegatedByIds: [ann] });
    });

    it('never lets one person stand behind both sides', async () => {
      const request = await ask();
      await request.act(cem, 'delegate', { to: sue, until });
      await request.act(sue, 'decision', { outcome: 'approve' }, 'technology');
      for (const person of [cem, sue])
        expect(await request.act(ann, 'delegate', { to: person, until })).toMatchObject({
          ...{ status: 403, body: { clause: 'C3', type: 'urn:sightline:problem:four-eyes' } },
        });
      for (const party of [teacher, mother])
        expect((await request.act(ann, 'delegate', { to: party, until })).status).toBe(party === teacher ? 403 : 422);
      expect((await request.act(ann, 'delegate', { to: 'the.director', until })).status).toBe(200);
      expect((await request.act(director, 'decision', { outcome: 'approve' })).status).toBe(200);
      expect((await request.facts()).at(-1)).toBe('round-approved');
    });

    it('is taken back, given back, and comes back by itself after the last day', async () => {
      const request = await ask();
      for (const who of [ann, sue]) {
        await request.act(ann, 'delegate', { to: sue, until });
        expect((await request.act(who, 'revoke-delegation')).status).toBe(200);
        expect([await request.hasTask(ann), await request.hasTask(sue)]).toEqual([true, false]);
      }
      await request.act(ann, 'delegate', { to: sue, until: '2026-09-14' });
      await approval.passTime({ days: 1 });
      expect([await request.hasTask(ann), await request.hasTask(sue)]).toEqual([true, false]);
      expect(await request.data('task-delegation-revoked')).toMatchObject({ reason: 'ended', revokedBy: null });
    });

    it('is refused for somebody whom the roster does not know, a day that is none, and a field that does not exist', async () => {
      const request = await ask();
      expect((await request.act(ann, 'delegate', { to: 'nobody', until })).type).toContain('unknown-person');
      expect((await request.act(ann, 'delegate', { to: sue, until: '2026-02-30' })).status).toBe(422);
      expect((await request.act(ann, 'delegate', { to: sue, until, reason: 'x' })).status).toBe(422);
    });
  });

  describe('when the roster changes', () => {
    it('is lost by whoever becomes family of a student, and by whoever leaves', async () => {
      const request = await ask();
      await request.act(cem, 'claim');
      await approval.bus.feed(guardiansChanged(student, [mother, cem]));
      expect([await request.hasTask(cem), await request.hasTask(dee)]).toEqual([false, true]);
      expect(await request.data('task-reassigned')).toMatchObject({
        ...{ candidateIds: [dee], assigneeId: dee, reason: 'roster-change' },
      });
      await approval.bus.feed(guardiansChanged(student, [mother]), siblingsChanged(student, [dee]));
      expect([await request.hasTask(cem), await request.hasTask(dee)]).toEqual([true, false]);
      await approval.bus.feed(siblingsChanged(student, []), personRemoved(cem));
      expect([await request.hasTask(cem), await request.hasTask(dee)]).toEqual([false, true]);
      await approval.bus.feed(personRegistered(cem, { role: 'technology' }));
      expect([await request.hasTask(cem), await request.hasTask(dee)]).toEqual([true, true]);
    });

    it('goes to the new principal, and up while there is none', async () => {
      const request = await ask();
      const newcomer = newId();
      await approval.bus.feed(personRegistered(ann, { role: 'teacher', buildingId: school }));
      expect([await request.hasTask(ann), await request.hasTask(director)]).toEqual([false, true]);
      expect(await request.data('task-reassigned')).toMatchObject({ reason: 'no-lawful-decider' });
      await approval.bus.feed(personRegistered(newcomer, { role: 'principal', buildingId: school }));
      expect([await request.hasTask(newcomer), await request.hasTask(director)]).toEqual([true, false]);
      await approval.bus.feed(
        personRemoved(newcomer),
        personRegistered(ann, { role: 'principal', buildingId: school }),
      );
      expect(await request.hasTask(ann)).toBe(true);
    });

    it('follows the supervisor (C5)', async () => {
      const request = await ask({ kind: 'personal-phone' });
      await approval.bus.feed(supervisorChanged(teacher, director));
      expect([await request.hasTask(sue), await request.hasTask(director)]).toEqual([false, true]);
      await approval.bus.feed(supervisorChanged(teacher, sue));
      expect([await request.hasTask(sue), await request.hasTask(director)]).toEqual([true, false]);
    });

    it('stays where it is when nothing of it changes', async () => {
      const request = await ask();
      await approval.bus.feed(
        personRegistered(ann, { role: 'principal', buildingId: school }, { role: 'teacher', buildingId: school }),
        guardiansChanged(student, [mother]),
      );
      expect(await request.facts()).toEqual(['round-opened']);
    });
  });

  describe('while somebody is away', () => {
    const declare = async (caller: string, body: object) => approval.postTo(caller, 'absences', body);
    const today = (): string => approval.clock.now().toISOString().slice(0, 10);

    it('goes to the substitute at once and comes back when the absence is cancelled', async () => {
      const before = await ask();
      const absence = await declare(ann, { from: today(), until: today(), substitute: sue });
      expect(absence).toMatchObject({
        status: 201,
        body: { status: 'declared', person: { id: ann }, substitute: { id: sue } },
      });
      const during = await ask();
      for (const request of [before, during])
        expect([await request.hasTask(ann), await request.hasTask(sue)]).toEqual([false, true]);
      expect(await before.data('task-reassigned')).toMatchObject({ reason: 'absence' });
      const seen = await approval.get(sue, 'absences');
      expect(seen.body.items).toMatchObject([{ id: absence.body.id }]);
      expect((await approval.postTo(sue, `absences/${absence.body.id}/cancel`)).status).toBe(404);
      expect((await approval.get(cem, `absences/${absence.body.id}`)).status).toBe(404);
      expect((await approval.postTo(ann, `absences/${absence.body.id}/cancel`)).body.status).toBe('cancelled');
      for (const request of [before, during])
        expect([await request.hasTask(ann), await request.hasTask(sue)]).toEqual([true, false]);
    });

    it('follows the calendar: to the substitute in the morning of the first day, back after the last', async () => {
      const request = await ask();
      const day = (ahead: number): string =>
        new Date(approval.clock.now().getTime() + ahead * 86_400_000).toISOString().slice(0, 10);
      await declare(ann, { from: day(1), until: day(2), substitute: sue });
      expect(await request.hasTask(ann)).toBe(true);
      await approval.passTime({ days: 1 });
      expect([await request.hasTask(ann), await request.hasTask(sue)]).toEqual([false, true]);
      await approval.passTime({ days: 2 });
      expect([await request.hasTask(ann), await request.hasTask(sue)]).toEqual([true, false]);
    });

    it('goes to the others of the pool without a substitute, and up where nobody is left or substitutes name each other', async () => {
      await declare(cem, { from: today(), until: today() });
      await declare(ann, { from: today(), until: today(), substitute: sue });
      await declare(sue, { from: today(), until: today(), substitute: ann });
      const request = await ask();
      expect(await request.taskFor(dee)).toMatchObject({ side: 'technology', candidate_ids: [dee] });
      expect(await request.taskFor(director)).toMatchObject({ side: 'principal', candidate_ids: [director] });
      await approval.passTime({ days: 1 });
      expect([await request.hasTask(ann), await request.hasTask(cem)]).toEqual([true, true]);
    });

    it('is refused when the dates are reversed, over or taken', async () => {
      const from = '2027-01-04';
      await declare(ann, { from, until: from });
      for (const [body, type] of [
        [{ from, until: from }, 'absence-overlaps'],
        [{ from, until: '2027-01-03' }, 'dates-reversed'],
        [{ from: '2020-01-01', until: '2020-01-02' }, 'absence-over'],
        [{ from: '2027-02-01', until: '2027-02-01', substitute: ann }, 'substitute-is-self'],
        [{ from: '2027-02-01', until: '2027-02-01', substitute: mother }, 'substitute-not-staff'],
      ] as const)
        expect((await declare(ann, body)).type).toBe(`urn:sightline:problem:${type}`);
    });
  });
});
