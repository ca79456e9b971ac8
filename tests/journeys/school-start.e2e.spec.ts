import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@sightline/testing';
import { Office, expectStatus } from './school-year/office.js';
import { startCarrier } from './school-start/carrier.js';
import { expectedOf, mailKey } from './school-start/expected.js';
import { writeBundle } from './school-start/start-bundle.js';
import { schools, type Group, type StartRoster } from './school-start/start-district.js';
import { sendBack } from './school-start/send-back.js';
import { startRoster } from './school-start/start-roster.js';
import { ApiClient } from './support/api-client.js';
import { checkProjections } from './support/check-projections.js';
import { everythingIsSettled } from './support/everything-is-settled.js';
import { inParallel } from './support/in-parallel.js';
import { movedClock, type MovedClock } from './support/moved-clock.js';
import { startStandalone, type StandaloneSightline } from './support/start-standalone.js';

/* eslint-disable @typescript-eslint/no-explicit-any */

/** Noon in the district: no quiet hours. */
const august = new Date(Date.UTC(new Date().getUTCFullYear(), 7, 24, 17));
const studentCount = Number(process.env['SCHOOL_START_STUDENTS'] ?? 2_000);
const authorizationCount = Number(process.env['SCHOOL_START_AUTHORIZATIONS'] ?? 60);

/**
 * C6, C9: the first weeks of school in one district. What must reach whom is worked out from the roster by `expected.ts`, which
 * knows nothing of the product; the mail server, the carrier and the coverage have to say exactly that.
 */
describe('the start of school', () => {
  let sightline: StandaloneSightline;
  let clock: MovedClock;
  let carrier: Awaited<ReturnType<typeof startCarrier>>;
  let roster: StartRoster;
  let machine: ApiClient;
  let auditor: ApiClient;
  let districtFormId: string;
  const authorizations = new Map<Group, string>();
  const signedIn = new Map<string, Promise<ApiClient>>();
  const as = (username: string): Promise<ApiClient> => {
    if (!signedIn.has(username)) signedIn.set(username, ApiClient.person(sightline.url, username));
    return signedIn.get(username)!;
  };
  const importRoster = async (withJoining: boolean): Promise<void> => {
    const answer = await machine.post(
      '/api/v1/roster/imports',
      await writeBundle(roster, withJoining, august.getUTCFullYear()),
    );
    expect(answer).toMatchObject({ status: 201, body: { status: 'completed' } });
  };

  beforeAll(async () => {
    clock = await movedClock(august);
    carrier = await startCarrier();
    sightline = await startStandalone({ ...clock.environment, ...carrier.environment, COPY_SMTP_PORT: '0' });
    roster = startRoster(studentCount, authorizationCount);
    sightline.mail.refuseAlways(
      [...roster.guardians.values()].flatMap(({ bounces, email }) => (bounces && email ? [email] : [])),
    );
    machine = await ApiClient.machine(sightline.url, sightline.machineClient);
    await importRoster(false);
    const headers = { 'content-type': 'application/json' };
    const named = { method: 'POST', headers, body: JSON.stringify({ login: 'district-it' }) };
    expect((await fetch(sightline.setUpLink, named)).status).toBe(200);
    const operator = await as('district-it');
    await operator.post('/api/v1/role-assignments', { person: 'staff-auditor', role: 'auditor' });
    const form = { kind: 'messaging', name: 'District messaging app', available: false };
    districtFormId = expectStatus(await operator.post('/api/v1/district-forms', form), 201, 'the form').id;
    auditor = await as('auditor');
    for (const { id, stops } of roster.guardians.values())
      if (stops) {
        const preferences = { channels: ['text-message', 'email'] };
        expectStatus(await (await as(id)).post('/api/v1/contact-preferences', preferences), 201, id);
      }
    await eventually(
      () => auditor.get('/api/v1/history?limit=1'),
      ({ status }) => status === 200,
      { timeoutMs: 30_000 },
    );
    await everythingIsSettled(sightline);
  }, 120_000);
  afterAll(async () => {
    await sightline?.stop();
    await carrier?.close();
    await clock?.remove();
  }, 60_000);

  const authorize = async (group: Group): Promise<void> => {
    const coach = await as(group.coach.username);
    const asked = await coach.post('/api/v1/exception-requests', {
      ...{ kind: group.follows ? 'personal-phone' : 'outside-channel', purpose: 'district' },
      ...(group.follows ? { group: group.id } : { students: group.members.map(({ id }) => id) }),
      channel: { medium: group.follows ? 'text-message' : 'messaging-app', address: '@start' },
      reason: 'Changes of place and time reach them too late otherwise.',
      districtFormShortfall: { districtFormId, why: 'It is not read on the way.' },
      ...{ from: clock.day(1), until: clock.day(100) },
    });
    const { id } = expectStatus(asked, 201, `the request of ${group.coach.username}`);
    await new Office({ auditor, as }).approveAll(coach, id);
    authorizations.set(group, (await coach.get(`/api/v1/exception-requests/${id}`)).body.authorization);
  };

  const familyMails = (): string[] => {
    const names = new Map(roster.students.map(({ name }) => [name, name]));
    return sightline.mail
      .mails()
      .filter(({ to }) => to[0]!.endsWith('@family.example'))
      .map(({ to, text }) => {
        const staff = new Set(text.match(/Coach Number\d+x/g));
        const about = [...new Set(text.match(/Kid\d+x\d+ Of\d+x\d+/g) ?? [])].filter((name) => names.has(name));
        // Somebody of age is written to by name; only others are named in it.
        const own = `${to[0]!.split('@')[0]!}`;
        const ownName = roster.students.find(({ id }) => id === own)?.name;
        return mailKey(
          to.join(),
          [...staff].join(),
          about.filter((name) => name !== ownName),
        );
      })
      .sort();
  };

  const linesOf = async (group: Group): Promise<Map<string, string>> => {
    const { body } = await auditor.get(`/api/v1/notices/coverage?authorization=${authorizations.get(group)}`);
    return new Map(
      body.lines.map(({ student, guardian, status, channel, reason }: any) => [
        `${student.sourcedId} ${guardian?.sourcedId ?? 'nobody'}`,
        status === 'told' ? `told by ${channel}` : (reason ?? status),
      ]),
    );
  };
  /** What the coverage says of the families whose mail is taken and comes back. */
  const linesOfReturned = async (): Promise<string[]> => {
    const lines = await Promise.all(roster.groups.map(linesOf));
    return lines
      .flatMap((each) => [...each])
      .flatMap(([line, told]) => (roster.guardians.get(line.split(' ')[1]!)?.returns ? [told] : []))
      .sort();
  };

  it('authorizes, takes late joiners in, and tells every family exactly what it has to be told', async () => {
    await inParallel(roster.groups, authorize);
    await everythingIsSettled(sightline);

    // Real reports of mail servers, by real mail, to the archive's server: told no more, and the next channel has its turn (C6).
    const returned = roster.groups.flatMap((group) => expectedOf(group, roster).returned);
    expect(returned.length).toBeGreaterThan(1);
    expect(await linesOfReturned()).toEqual(returned.map(() => 'told by email'));
    const copyPort = Number(/Copies are taken by mail on port (\d+)/.exec(sightline.output('portal'))![1]);
    await sendBack(
      copyPort,
      sightline.mail.mails().filter(({ to }) => returned.includes(to[0]!)),
    );
    const half = returned.length / 2;
    await eventually(linesOfReturned, (lines) =>
      expect(lines).toEqual([
        ...Array.from({ length: half }, () => 'told by text-message'),
        ...Array.from({ length: half }, () => 'undeliverable'),
      ]),
    );

    for (const { sms, stops } of roster.guardians.values()) if (stops) await carrier.reply(sightline.url, sms!, 'STOP');
    await importRoster(true);
    await everythingIsSettled(sightline);

    const expected = roster.groups.map((group) => expectedOf(group, roster));
    expect(familyMails()).toEqual(expected.flatMap(({ mails }) => mails).sort());
    expect(
      carrier
        .texts()
        .map(({ to }) => to)
        .sort(),
    ).toEqual(expected.flatMap(({ texts }) => texts).sort());
    expect(expected.flatMap(({ mails }) => mails).length).toBeGreaterThan(10 * authorizationCount);
    const ids = sightline.mail.mails().map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(ids.length);
  }, 240_000);

  it('prints a letter for whom nothing else reaches, and ends with every line told or named', async () => {
    for (const school of schools) {
      const principal = await as(`principal.${school}`);
      for (const { id } of await principal.all('/api/v1/letters?status=waiting')) {
        expect((await principal.get(`/api/v1/letters/${id}/file`)).status).toBe(200);
        expectStatus(await principal.post(`/api/v1/letters/${id}/posted`, { postedOn: clock.day(0) }), 200, 'posting');
      }
    }
    await everythingIsSettled(sightline);
    for (const group of roster.groups) {
      expect([group.id, Object.fromEntries([...(await linesOf(group))].sort())]).toEqual([
        group.id,
        Object.fromEntries([...expectedOf(group, roster).lines].sort()),
      ]);
    }
  }, 120_000);

  it('has parked nothing, and its logs give back every table row by row', async () => {
    expect((await machine.get('/api/v1/operations/parked-events')).body).toMatchObject({ items: [] });
    expect(await checkProjections(sightline)).toMatch(/^Every projection is what the logs say$/m);
  }, 120_000);
});
