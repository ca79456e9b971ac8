import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@sightline/testing';
import pg from 'pg';
import { decide, outsideChannelCase, reaches } from './case.journey.js';
import { programEnd } from './support/child-program.js';
import { outsideChannel, prepareDistrict, soccer, type PreparedDistrict } from './support/prepared-district.js';
import { startStandalone, type StandaloneSightline } from './support/start-standalone.js';

/* eslint-disable @typescript-eslint/no-explicit-any */
const settled = (status: string): boolean => status === 'delivered' || status === 'undeliverable';

/** Cases one after another until told to stop, by several at once. */
class Load {
  /** What Sightline has answered for. */
  readonly asked = new Set<string>();
  readonly approved = new Set<string>();
  private stopping = false;
  private readonly workers: Promise<void>[];

  constructor(private readonly district: PreparedDistrict) {
    this.workers = [0, 1].map(() => this.work());
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.workers);
  }

  private async work(): Promise<void> {
    const { as, districtFormId } = this.district;
    const [coach, principal, technology] = await Promise.all(
      ['coach.rivera', 'principal.lincoln', 'tech.okafor'].map(as),
    );
    while (!this.stopping) {
      const { status, body } = await coach!.post('/api/v1/exception-requests', outsideChannel(districtFormId));
      if (status !== 201) throw new Error(`asked: ${status} ${JSON.stringify(body)}`);
      this.asked.add(body.id);
      await decide(principal!, body.id, { outcome: 'approve', copyCondition: 'Copies to the director.' });
      await decide(technology!, body.id, { outcome: 'approve' });
      this.approved.add(body.id);
    }
  }
}

describe('a data folder that is backed up under load and restored', () => {
  let sightline: StandaloneSightline;
  let district: PreparedDistrict;
  let folder: string;
  let backup: string;
  /** Answered before the backup began: must be there whatever happens later. */
  let asked: readonly string[];
  let approved: readonly string[];
  let load: Load;
  /** An export that waits to be chosen from. */
  let uploaded: string;
  /** Archived before the backup, and its bytes as they came. */
  let archived: { readonly messageId: string; readonly bytes: string };

  /** A mail of the coach to a player, brought in by the coach, who is allowed it from today on. */
  const archiveOneMail = async (): Promise<typeof archived> => {
    const { as, districtFormId, roster } = district;
    const [coach, principal, technology, director] = await Promise.all(
      ['coach.rivera', 'principal.lincoln', 'tech.okafor', 'athletics.director'].map(as),
    );
    const today = new Date().toLocaleDateString('sv', { timeZone: 'America/Chicago' });
    const asked = await coach!.post('/api/v1/exception-requests', outsideChannel(districtFormId, { from: today }));
    expect(asked).toMatchObject({ status: 201 });
    await decide(principal!, asked.body.id, { outcome: 'approve', copyCondition: 'Copies to the director.' });
    await decide(technology!, asked.body.id, { outcome: 'approve' });
    const { authorization } = await reaches(coach!, asked.body.id, 'approved');
    const player = roster.studentsOf(soccer).find(({ email }) => email !== '')!;
    const bytes = [
      `From: ${roster.person('staff-rivera').email}`,
      `To: ${player.email}`,
      `Date: ${new Date().toUTCString()}`,
      'Message-ID: <before-the-backup@district.example>',
      'Subject: Practice',
      '',
      'The bus leaves at four.',
      '',
    ].join('\r\n');
    const path = `/api/v1/message-imports?threads=all-covered&authorization=${authorization}`;
    const sent = await eventually(
      () => coach!.post(path, Buffer.from(bytes)),
      ({ status }) => status === 202,
      { timeoutMs: 20_000 },
    );
    await eventually(
      () => coach!.get(`/api/v1/message-imports/${sent.body.id}`),
      ({ body }) => body.status === 'completed',
      { timeoutMs: 20_000 },
    );
    const seen = await eventually(
      () => director!.all('/api/v1/messages'),
      (messages) => messages.length === 1,
      { timeoutMs: 20_000 },
    );
    return { messageId: seen[0].id, bytes };
  };

  const run = (program: 'backup' | 'restore', ...args: string[]) =>
    programEnd(
      `infra/standalone/dist/backup/${program}-main.js`,
      { DATA_DIR: sightline.dataDirectory, PORT: new URL(sightline.url).port },
      args,
    );
  const receivedIds = (): string[] => sightline.mail.mails().map(({ messageId }) => messageId);
  const unsettled = async (): Promise<any[]> =>
    (await district.auditor.all('/api/v1/notices')).filter(({ status }) => !settled(status));
  /** Waiting and not held. */
  const dueMails = async (): Promise<number> => {
    const client = new pg.Client({ connectionString: await sightline.databaseUrl('notification') });
    await client.connect();
    try {
      const text = `select count(*)::integer as due from deliveries where outcome is null and next_attempt_at < 'infinity'`;
      return (await client.query<{ due: number }>(text)).rows[0]!.due;
    } finally {
      await client.end();
    }
  };
  const noticesOf = (requestId: string): Promise<any[]> => district.auditor.all(`/api/v1/notices?request=${requestId}`);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'sightline-backup-'));
    backup = path.join(folder, 'one');
    sightline = await startStandalone();
    district = await prepareDistrict(sightline);
  }, 120_000);
  afterAll(async () => {
    await sightline?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  it('is copied while cases run', async () => {
    archived = await archiveOneMail();
    // A whole mailbox, of which nothing has been chosen yet.
    const coach = await district.as('coach.rivera');
    const privateLife = Buffer.from(`From a@home.example Mon Sep 14 12:00:00 2026\n${archived.bytes}\n`);
    const waits = await coach.post('/api/v1/message-imports', privateLife);
    await eventually(
      () => coach.get(`/api/v1/message-imports/${waits.body.id}`),
      ({ body }) => body.status === 'awaits-selection',
      { timeoutMs: 20_000 },
    );
    uploaded = `archive/imports/${waits.body.id}/upload`;
    expect(await readdir(path.dirname(path.join(sightline.dataDirectory, uploaded)))).toEqual(['upload']);
    load = new Load(district);
    await eventually(
      () => load.approved.size,
      (size) => size >= 4,
      { timeoutMs: 60_000 },
    );
    [asked, approved] = [[...load.asked], [...load.approved]];
    // Deferred: these wait while the backup is taken, and go out after it.
    sightline.mail.refuseNext(40, 451);
    await eventually(
      () => load.approved.size,
      (size) => size >= approved.length + 2,
      { timeoutMs: 60_000 },
    );
    const { code, stdout, stderr } = await run('backup', backup);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`Backup: ${backup}`);
    expect(await readdir(path.join(backup, 'archive'))).toEqual(['blobs', 'master.key', 'reckoning.key']);
    const during = load.approved.size;
    await eventually(
      () => load.approved.size,
      (size) => size > during,
    );
    await load.stop();
    expect(load.asked.size).toBeGreaterThan(asked.length);
    await eventually(unsettled, (left) => left.length === 0, { timeoutMs: 150_000, everyMs: 500 });
  }, 300_000);

  it('is not replaced while Sightline runs on it, nor by a backup that is damaged or cut off', async () => {
    expect(await run('restore', backup)).toMatchObject({ code: 1, stderr: expect.stringContaining('is in use') });
    await sightline.kill('portal');
    const before = await readdir(sightline.dataDirectory);

    const victim = path.join(backup, 'postgres/cluster/PG_VERSION');
    const asWritten = await readFile(victim, 'utf8');
    for (const damage of [`${asWritten} `, asWritten.replace(/\d/, '7')]) {
      await writeFile(victim, damage);
      expect(await run('restore', backup)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('postgres/cluster/PG_VERSION is not as it was'),
      });
    }
    await writeFile(victim, asWritten);
    const cookieKey = await readFile(path.join(backup, 'keys/cookie.key'));
    await rm(path.join(backup, 'keys/cookie.key'));
    expect(await run('restore', backup)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('lacks keys/cookie.key'),
    });
    await writeFile(path.join(backup, 'keys/cookie.key'), cookieKey);
    expect(await run('restore', folder)).toMatchObject({ code: 1, stderr: expect.stringContaining('is no backup') });
    const left = (await readdir(sightline.dataDirectory)).filter((name) => !name.startsWith('restoring-'));
    expect(left).toEqual(before);
  }, 120_000);

  it('comes back with everything that was answered, in a new epoch, and tells no family twice', async () => {
    const sent = receivedIds();
    const restored = await run('restore', backup);
    expect({ code: restored.code, stderr: restored.stderr }).toEqual({ code: 0, stderr: '' });
    for (const log of ['directory', 'exception-request', 'approval', 'notification', 'messaging-archive', 'portal'])
      expect(restored.stdout).toContain(`${log}: epoch 2`);
    await sightline.restart('portal');

    const director = await district.as('athletics.director');
    expect(await director.get(`/api/v1/messages/${archived.messageId}`)).toMatchObject({
      ...{ status: 200, body: { id: archived.messageId, subject: 'Practice' } },
    });
    expect(await director.get(`/api/v1/messages/${archived.messageId}/source`)).toMatchObject({
      ...{ status: 200, body: archived.bytes },
    });
    // Neither restored nor left in what was replaced.
    const left = await readdir(sightline.dataDirectory, { recursive: true });
    expect(left.filter((name) => name.endsWith(uploaded))).toEqual([]);

    const coach = await district.as('coach.rivera');
    for (const id of asked)
      expect(await coach.get(`/api/v1/exception-requests/${id}`)).toMatchObject({ status: 200, body: { id } });
    const held = [...restored.stdout.matchAll(/held: (\S+)/g)].map(([, id]) => id!);
    for (const id of approved) {
      expect((await coach.get(`/api/v1/exception-requests/${id}`)).body.status).toBe('approved');
      const notices = await noticesOf(id);
      expect(notices.length).toBeGreaterThan(0);
      for (const notice of notices)
        expect([notice.id, settled(notice.status) || held.includes(notice.id)]).toEqual([notice.id, true]);
      expect(await district.auditor.all(`/api/v1/access-grants?request=${id}`)).toHaveLength(1);
    }
    expect(held.filter((id) => sent.some((messageId) => messageId.includes(id)))).not.toEqual([]);
    // A whole case from beginning to end, and whatever else is due: every queue that could send something again is empty.
    await outsideChannelCase(district);
    await eventually(dueMails, (due) => due === 0, { timeoutMs: 60_000 });
    expect(receivedIds().filter((id) => sent.includes(id) || held.some((heldId) => id.includes(heldId)))).toEqual([]);
    const events = await district.auditor.all('/api/v1/history');
    expect(new Set(events.map(({ epoch }) => epoch))).toEqual(new Set([1, 2]));
    for (const log of new Set(events.map((event) => event.log))) {
      const positions = events.filter((event) => event.log === log).map(({ position }) => position);
      expect([log, positions.sort((left, right) => left - right)]).toEqual([
        log,
        positions.map((_, index) => index + 1),
      ]);
    }
  }, 300_000);

  it('sends held mail once, when an operator says so', async () => {
    sightline.mail.clear();
    const held = await unsettled();
    expect(held).not.toEqual([]);
    const released = await run('restore', '--release-mail');
    expect({ code: released.code, stderr: released.stderr }).toEqual({ code: 0, stderr: '' });
    await eventually(unsettled, (left) => left.length === 0, { timeoutMs: 150_000, everyMs: 500 });
    const received = receivedIds();
    expect(new Set(received).size).toBe(received.length);
    for (const { id, guardian } of held)
      expect([id, received.filter((messageId) => messageId.includes(id)).length]).toEqual([
        id,
        district.roster.person(guardian.sourcedId).email === '' ? 0 : 1,
      ]);
  }, 120_000);

  it('can be backed up and restored where nothing runs, and its old self is kept', async () => {
    await sightline.kill('portal');
    const second = path.join(folder, 'two');
    expect(await run('backup', second)).toMatchObject({ code: 0, stderr: '' });
    expect((await run('restore', second)).stdout).toContain('approval: epoch 3');
    const names = await readdir(sightline.dataDirectory);
    expect(names.filter((name) => name.startsWith('replaced-')).length).toBeGreaterThan(0);
    expect(names.filter((name) => name.startsWith('restoring-'))).toEqual([]);
    await writeFile(path.join(sightline.dataDirectory, 'restore-unfinished'), '');
    await expect(sightline.restart('portal')).rejects.toThrow('was cut off');
    await rm(path.join(sightline.dataDirectory, 'restore-unfinished'));
    await sightline.restart('portal');
    expect((await district.auditor.all('/api/v1/history')).length).toBeGreaterThan(1_000);
  }, 300_000);
});
