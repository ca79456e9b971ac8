import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decide, openTask, outsideChannelCase, reaches } from './case.journey.js';
import { day, outsideChannel, prepareDistrict, soccer, type PreparedDistrict } from './support/prepared-district.js';
import type { RunningSightline } from './support/running-sightline.js';
import { startStandalone } from './support/start-standalone.js';
import { zipOf } from './support/zip-of.js';

describe('a case in standalone mode', () => {
  let sightline: RunningSightline;
  let district: PreparedDistrict;

  beforeAll(async () => {
    sightline = await startStandalone();
    district = await prepareDistrict(sightline);
  });

  afterAll(() => sightline?.stop());

  const ask = async (username: string, body: object, headers: Record<string, string> = {}) =>
    (await district.as(username)).post('/api/v1/exception-requests', body, headers);
  const askForTeam = (more: object = {}) => ask('coach.rivera', outsideChannel(district.districtFormId, more));

  it('runs from the question to the last notice (C3, C6, C7)', () => outsideChannelCase(district));

  const personalPhone = {
    kind: 'personal-phone',
    purpose: 'district',
    group: soccer,
    channel: { medium: 'text-message', address: '+13145550199' },
    from: day(2),
    until: day(20),
  };
  const finding = (met: boolean) => ({ met, words: 'Seen on the away matches of this season.' });
  const findings = (districtFormUnavailable: boolean) => ({
    necessaryOrBeneficial: finding(true),
    districtFormUnavailable: finding(districtFormUnavailable),
    relatedToActivity: finding(true),
  });

  it('lets the supervisor allow a personal telephone on three findings, and on nothing less (C5)', async () => {
    const asked = await ask('coach.rivera', {
      ...(outsideChannel(district.districtFormId) as Record<string, unknown>),
      ...personalPhone,
    });
    expect(asked).toMatchObject({ status: 201, body: { status: 'submitted', kind: 'personal-phone' } });
    const { id } = asked.body;
    const director = await district.as('athletics.director');
    const withoutFindings = await decide(director, id, { outcome: 'approve' });
    expect(withoutFindings).toMatchObject({ status: 422, body: { clause: 'C5' } });
    const withANo = await decide(director, id, { outcome: 'approve', findings: findings(false) });
    expect(withANo).toMatchObject({ status: 422, body: { clause: 'C5' } });
    const approved = await decide(director, id, { outcome: 'approve', findings: findings(true) });
    expect(approved).toMatchObject({ status: 200, body: { status: 'approved', side: 'supervisor' } });
    await reaches(await district.as('coach.rivera'), id, 'approved');
  });

  it('needs nobody for the own child, and says so (C4)', async () => {
    const asked = await ask(
      'teacher.nguyen',
      outsideChannel(district.districtFormId, { group: undefined, students: ['student-nguyen'] }),
    );
    expect(asked).toMatchObject({
      status: 201,
      body: { status: 'not-required', notRequired: [{ student: { sourcedId: 'student-nguyen' }, clause: 'C4' }] },
    });
  });

  it('tells no family of what was denied, and wants a reason for it', async () => {
    const { id } = (await askForTeam()).body;
    const principal = await district.as('principal.lincoln');
    expect(await decide(principal, id, { outcome: 'deny' })).toMatchObject({ status: 422 });
    expect(await decide(principal, id, { outcome: 'deny', comment: 'Use the district app.' })).toMatchObject({
      status: 200,
    });
    await reaches(await district.as('coach.rivera'), id, 'denied');
    expect(await district.auditor.all(`/api/v1/notices?request=${id}`)).toEqual([]);
    const technology = await district.as('tech.okafor');
    expect(await technology.all(`/api/v1/approval-tasks?request=${id}&status=open`)).toEqual([]);
  });

  it('closes the tasks of a request that is withdrawn', async () => {
    const { id } = (await askForTeam()).body;
    const [coach, principal] = [await district.as('coach.rivera'), await district.as('principal.lincoln')];
    const task = await openTask(principal, id);
    expect(await coach.post(`/api/v1/exception-requests/${id}/withdraw`, {})).toMatchObject({
      status: 200,
      body: { status: 'withdrawn' },
    });
    const late = await principal.post(`/api/v1/approval-tasks/${task.id}/decision`, { outcome: 'approve' });
    expect([200, 409]).toContain(late.status);
    await reaches(coach, id, 'withdrawn');
  });

  it('has two pairs of eyes: not the one who asked, and nobody twice', async () => {
    const { id } = (await askForTeam()).body;
    const [coach, principal, technology] = await Promise.all(
      ['coach.rivera', 'principal.lincoln', 'tech.okafor'].map((username) => district.as(username)),
    );
    const ofPrincipal = await openTask(principal!, id);
    const approve = { outcome: 'approve' };
    const decisionOf = `/api/v1/approval-tasks/${ofPrincipal.id}/decision`;
    expect(await coach!.post(decisionOf, approve)).toMatchObject({ status: 404 });
    expect(await technology!.post(decisionOf, approve)).toMatchObject({ status: 404 });
    expect(await principal!.post(decisionOf, approve)).toMatchObject({ status: 200 });
    const changedMind = { outcome: 'deny', comment: 'On second thought.' };
    expect(await principal!.post(decisionOf, changedMind)).toMatchObject({ status: 409 });
    const ofTechnology = await openTask(technology!, id);
    expect(await principal!.post(`/api/v1/approval-tasks/${ofTechnology.id}/decision`, approve)).toMatchObject({
      status: 404,
    });
    expect(await coach!.get(`/api/v1/exception-requests/${id}`)).toMatchObject({ body: { status: 'submitted' } });
  });

  it('answers a repeated question with the first answer', async () => {
    const headers = { 'idempotency-key': 'the-same-question' };
    const body = outsideChannel(district.districtFormId);
    const [first, again] = [await ask('coach.rivera', body, headers), await ask('coach.rivera', body, headers)];
    expect(first.status).toBe(201);
    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    const other = await ask('coach.rivera', { ...body, reason: 'Something else altogether.' }, headers);
    expect(other.status).toBe(422);
  });

  it('says before an import whose authorization it ends and how many guardians are told of the end (C3, C5, C6)', async () => {
    const { roster, machine, auditor } = district;
    const coach = await district.as('coach.rivera');
    const live = (await coach.all('/api/v1/authorizations')).filter(({ status }) => status === 'active');
    expect(live.length).toBeGreaterThan(0);
    const history = await auditor.all('/api/v1/history');
    const { leader } = roster.groups.find(({ sourcedId }) => sourcedId === soccer)!;
    const bundle = await zipOf({
      'manifest.csv': 'propertyName,value\noneroster.version,1.2\nfile.users,delta\n',
      'users.csv': `sourcedId,status,username,givenName,familyName\n${leader.sourcedId},tobedeleted,,,\n`,
    });
    const { body } = await machine.post('/api/v1/roster/imports?dryRun=true', bundle);
    const { consequences } = body.report;
    expect(
      consequences.authorizationsEnding.items.map(({ authorizationId, change }: Record<string, string>) => [
        authorizationId,
        change,
      ]),
    ).toEqual(live.map(({ id }) => [id, 'staff-left-district']).sort());
    const readers = new Set(roster.studentsOf(soccer).flatMap(({ readerIds }) => readerIds));
    expect(consequences.noticesToSend.count).toBeGreaterThan(0);
    expect(consequences.noticesToSend.count).toBeLessThanOrEqual(readers.size * live.length);
    // Nothing of it has happened.
    expect((await auditor.all('/api/v1/history')).length).toBe(history.length);
  });

  it('takes the same roster twice without a trace in the history', async () => {
    const rosterEvents = async (): Promise<number> =>
      (await district.auditor.all('/api/v1/history')).filter(
        ({ log, type }) => log === 'directory' && !type.includes('roster-import-completed'),
      ).length;
    const before = await rosterEvents();
    expect(before).toBeGreaterThan(1_000);
    const again = await district.machine.post('/api/v1/roster/imports', district.bundle);
    expect(again).toMatchObject({ status: 201, body: { status: 'completed' } });
    expect(await rosterEvents()).toBe(before);
  });
});
