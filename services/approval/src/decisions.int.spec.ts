import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@sightline/service-kit';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { runApproval, type RunningApproval } from '../testing/running-approval.js';
import { personRegistered, reviewClosed, reviewRequested } from '../testing/sample-events.js';
import { matter, sampleOffice } from '../testing/sample-office.js';

const office = sampleOffice();
const { school, teacher, ann, cem, dee, sue, mother, student } = office;
const auditor = newId();
const finding = (words: string, met = true) => ({ met, words });
const findings = {
  necessaryOrBeneficial: finding('Trips run late.'),
  districtFormUnavailable: finding('The pager has no signal there.'),
  relatedToActivity: finding('For the team alone.'),
};

describe('decisions over HTTP', () => {
  let database: TestDatabase;
  let approval: RunningApproval;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    approval = await runApproval(database);
    await approval.bus.feed(...office.roster, personRegistered(auditor, { role: 'auditor' }));
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

  it('is repeated by saying the same again, and by nothing else', async () => {
    const request = await ask();
    const deny = { outcome: 'deny', comment: 'Use the class page.' };
    expect((await request.act(ann, 'decision', deny)).status).toBe(200);
    expect((await request.act(ann, 'decision', deny)).status).toBe(200);
    for (const body of [{ ...deny, comment: 'No.' }, { outcome: 'approve' }, { ...deny, copyCondition: 'Copies.' }])
      expect(await request.act(ann, 'decision', body)).toMatchObject({
        ...{ status: 409, body: { type: 'urn:sightline:problem:already-decided', clause: 'C3' } },
      });
    expect(await request.facts()).toEqual(['round-opened', 'task-decided', 'round-denied']);
    const { rows } = await approval.database.pool.query('select 1 from confidential');
    expect(rows).toHaveLength(1);
  });

  it('stands on the version that was read, when it names one', async () => {
    const request = await ask();
    const { task_id: id } = await request.taskFor(cem);
    const read = await approval.get(cem, `approval-tasks/${id}`);
    expect((await request.act(dee, 'claim')).status).toBe(200);
    await request.act(dee, 'return-to-pool');
    const decide = (version: string) =>
      approval.postTo(cem, `approval-tasks/${id}/decision`, { outcome: 'approve' }, { 'if-match': version });
    expect(await decide(read.version)).toMatchObject({
      status: 412,
      body: { type: 'urn:sightline:problem:stale-version' },
    });
    expect((await decide('"x"')).status).toBe(412);
    const again = await approval.get(cem, `approval-tasks/${id}`);
    expect(again.version).not.toBe(read.version);
    expect(await decide(again.version)).toMatchObject({ status: 200, body: { status: 'approved' } });
  });

  it('shows what was said to those who see the task, and to nobody else', async () => {
    const request = await ask();
    const { task_id: id } = await request.taskFor(ann);
    await request.act(ann, 'comments', { comment: 'Is the pager broken?' });
    await request.act(ann, 'decision', { outcome: 'return', comment: 'Name the days.' });
    for (const reader of [ann, auditor])
      expect((await approval.get(reader, `approval-tasks/${id}`)).body).toMatchObject({
        ...{ outcome: 'return', decision: { comment: 'Name the days.', findings: null } },
        comments: [{ comment: 'Is the pager broken?', by: { id: ann } }],
      });
    for (const stranger of [teacher, mother, cem])
      expect((await approval.get(stranger, `approval-tasks/${id}`)).status).toBe(404);
  });

  it('keeps files beside a comment for those who see the task, and refuses what is not what it says', async () => {
    const request = await ask();
    const { task_id: id } = await request.taskFor(ann);
    const file = (bytes: Buffer, more: object = {}) => ({
      ...{ name: 'bus plan ñ.pdf', mediaType: 'application/pdf', content: bytes.toString('base64') },
      ...more,
    });
    const pdf = Buffer.from('%PDF-1.7 the plan');
    const said = await request.act(ann, 'comments', { comment: 'See the plan.', attachments: [file(pdf)] });
    expect(said).toMatchObject({
      status: 200,
      body: { comments: [{ comment: 'See the plan.', attachments: [{ name: 'bus plan ñ.pdf', size: pdf.length }] }] },
    });
    expect(JSON.stringify(said)).not.toContain(pdf.toString('base64'));
    const [{ id: comment }] = (said.body as { comments: [{ id: string }] }).comments;
    const path = `approval-tasks/${id}/comments/${comment}/attachments`;
    for (const reader of [ann, auditor])
      expect(await approval.get(reader, `${path}/0`)).toMatchObject({ status: 200, body: pdf.toString() });
    for (const [reader, place] of [
      [teacher, '0'],
      [mother, '0'],
      [ann, '1'],
      [ann, 'x'],
    ] as const)
      expect((await approval.get(reader, `${path}/${place}`)).status).toBe(404);

    const attach = async (...attachments: object[]) =>
      (await request.act(ann, 'comments', { comment: 'More.', attachments })).status;
    expect(await attach(file(Buffer.from('<script>')))).toBe(422);
    expect(await attach(file(pdf, { name: '../plan.pdf' }))).toBe(422);
    expect(await attach(file(pdf, { mediaType: 'text/html' }))).toBe(422);
    expect(await attach(...Array.from({ length: 4 }, () => file(pdf)))).toBe(422);
    expect(await attach(file(Buffer.alloc(300_000, 'a'), { mediaType: 'text/plain' }))).toBe(422);
    expect(await request.facts()).toEqual(['round-opened', 'task-commented']);
  });

  it('tells whoever asked what was answered, in the words of those who answered, and nobody else', async () => {
    const request = await ask();
    await request.act(cem, 'decision', { outcome: 'approve', copyCondition: 'Copies to the director.' });
    approval.clock.advance({ minutes: 1 });
    await request.act(ann, 'decision', { outcome: 'return', comment: 'Name the days.' });
    const answersFor = async (reader: string) => {
      const answer = await approval.get(reader, `approval-tasks/answers?request=${request.requestId}`);
      expect(answer.status).toBe(200);
      return (answer.body as { items: object[] }).items;
    };
    for (const reader of [teacher, ann, dee, auditor])
      expect(await answersFor(reader)).toMatchObject([
        { status: 'approve', side: 'technology', decidedBy: { id: cem }, copyCondition: 'Copies to the director.' },
        { status: 'return', side: 'principal', decidedBy: { id: ann }, comment: 'Name the days.' },
      ]);
    for (const reader of [sue, mother, student]) expect(await answersFor(reader)).toEqual([]);
    expect((await approval.get(teacher, 'approval-tasks/answers')).status).toBe(422);
  });

  it('an approval stands for an amended submission unless what it rested on has changed; the task shows what did', async () => {
    const request = await ask();
    const requestId = (await request.taskFor(ann)).request_id;
    await request.act(ann, 'decision', { outcome: 'approve', copyCondition: 'Copies to the office.' });
    await request.act(cem, 'decision', { outcome: 'return', comment: 'Name the form.' });
    await approval.bus.feed(office.submission({ requestId, submission: 2, changed: ['shortfall'] }));
    expect(await request.data('round-opened')).toMatchObject({
      carried: [{ side: 'principal', deciderId: ann, copyCondition: true }],
    });
    const { body } = await approval.get(cem, `approval-tasks?request=${requestId}&status=open`);
    expect(body.items).toMatchObject([{ side: 'technology', submission: 2, changed: ['shortfall'] }]);
    await approval.post(cem, `${body.items[0].id}/decision`, { outcome: 'return', comment: 'And the days.' });
    await approval.bus.feed(office.submission({ requestId, submission: 3, changed: ['period'] }));
    expect((await approval.get(ann, `approval-tasks?request=${requestId}&status=open`)).body.items).toHaveLength(1);
    expect(await request.data('round-opened')).not.toHaveProperty('carried');
  });

  describe('of many tasks at once', () => {
    const tasksFor = async (count: number): Promise<string[]> => {
      for (let each = 0; each < count; each += 1)
        await approval.bus.feed(
          office.submission({
            kind: 'personal-phone',
            registerState: { districtFormId: school, available: false },
          }),
        );
      const { body } = await approval.get(sue, 'approval-tasks/counts');
      const [{ similar, open }] = body.similar as [{ similar: string; open: number }];
      expect(open).toBe(count);
      const page = await approval.get(sue, `approval-tasks?status=open&similar=${encodeURIComponent(similar)}`);
      expect(page.body.items[0].findingsDraft).toMatchObject({
        districtFormUnavailable: { met: true, words: expect.stringContaining('not available') },
      });
      return (page.body.items as { id: string }[]).map(({ id }) => id);
    };

    it('like ones share their words, each may have its own, and the history says which were shared', async () => {
      const [first, second, third] = (await tasksFor(3)) as [string, string, string];
      const decisions = [
        { task: first, outcome: 'approve' },
        { task: second, outcome: 'approve', findings: { ...findings, relatedToActivity: finding('For the choir.') } },
        { task: third, outcome: 'deny', comment: 'Not this one.' },
        { task: newId(), outcome: 'approve' },
      ];
      const body = { decisions, shared: { findings } };
      const key = { 'idempotency-key': 'august' };
      const answer = await approval.postTo(sue, 'approval-tasks/decisions', body, key);
      expect(answer.body.items.map(({ verdict }: { verdict: string }) => verdict)).toEqual([
        ...['accepted', 'accepted', 'accepted', 'refused'],
      ]);
      expect((await approval.postTo(sue, 'approval-tasks/decisions', body, key)).body).toEqual(answer.body);
      const decided = (await approval.history()).filter(({ type }) => type.endsWith('task-decided.v1')).slice(-3);
      const shared = decided.map(({ data }) => (data as { sharedWordsId?: string }).sharedWordsId);
      expect(shared).toEqual([expect.any(String), undefined, shared[0]]);
      expect((await approval.get(sue, `approval-tasks/${second}`)).body.decision.findings.relatedToActivity.words).toBe(
        'For the choir.',
      );
      expect((await approval.get(sue, `approval-tasks/${first}`)).body).toMatchObject({
        ...{ decision: { findings }, sharedWords: shared[0] },
      });
    });

    it('one that is refused does not disturb the others, and is told which rule says no', async () => {
      const [first, second] = (await tasksFor(2)) as [string, string];
      const { body } = await approval.postTo(sue, 'approval-tasks/decisions', {
        decisions: [
          { task: first, outcome: 'approve', findings: { ...findings, relatedToActivity: finding('No.', false) } },
          { task: second, outcome: 'approve', findings },
        ],
      });
      expect(body.items).toMatchObject([
        {
          verdict: 'refused',
          problem: { clause: 'C5', type: 'urn:sightline:problem:finding-not-met', remedy: expect.any(String) },
        },
        { verdict: 'accepted' },
      ]);
      await approval.postTo(sue, 'approval-tasks/decisions', {
        decisions: [{ task: first, outcome: 'deny', comment: 'No.' }],
      });
    });

    it('takes 200 in under two seconds, in few transactions', async () => {
      const events = Array.from({ length: 200 }, () => office.submission({ kind: 'personal-phone' }));
      await approval.bus.feed(...events);
      const { body } = await approval.get(sue, 'approval-tasks?status=open&limit=200');
      const decisions = (body.items as { id: string }[]).map(({ id }) => ({ task: id, outcome: 'approve' }));
      const started = performance.now();
      const answer = await approval.postTo(sue, 'approval-tasks/decisions', { decisions, shared: { findings } });
      const took = performance.now() - started;
      expect(answer.body.items.filter(({ verdict }: { verdict: string }) => verdict === 'accepted')).toHaveLength(200);
      expect(took).toBeLessThan(2_000);
      const { rows } = await approval.database.pool.query<{ count: number }>(
        `select count(distinct xmin::text)::integer as count from tasks where shared_words_id is not null and decided_at = $1`,
        [approval.clock.now()],
      );
      expect(rows[0]!.count).toBeLessThanOrEqual(4);
    });
  });

  describe('about a live authorization', () => {
    const objection = () =>
      reviewRequested({
        ...{ requesterId: teacher, studentIds: [student], requesterBuildingIds: [school] },
        objection: { guardianId: mother, studentId: student, words: { recordId: newId(), commitment: 'c0ffee' } },
      });

    it('answer a guardian’s objection: exclude the student, or say in words why not', async () => {
      const event = objection();
      await approval.bus.feed(event);
      const { requestId, reviewId, authorizationId } = event.data as Record<string, string>;
      const review = matter(approval, requestId!);
      const { task_id: id } = await review.taskFor(ann);
      expect((await approval.get(ann, `approval-tasks/${id}`)).body).toMatchObject({
        ...{ about: 'review', clause: 'C6', outcomes: ['keep', 'end', 'exclude-student'] },
        review: { id: reviewId, authorization: authorizationId, reason: 'objection', student: { id: student } },
      });
      expect((await review.act(ann, 'decision', { outcome: 'approve' })).type).toContain('outcome-not-applicable');
      expect((await review.act(ann, 'decision', { outcome: 'keep' })).type).toContain('comment-missing');
      expect(await review.act(ann, 'decision', { outcome: 'exclude-student' })).toMatchObject({
        ...{ status: 200, body: { outcome: 'exclude-student', status: 'approved' } },
      });
      expect(await review.data('review-decided')).toMatchObject({
        ...{ reviewId, authorizationId, outcome: 'exclude-student', deciderIds: [ann] },
      });
    });

    it('tell the guardian the answer to the own objection, and no other', async () => {
      const event = objection();
      await approval.bus.feed(event);
      const { requestId, reviewId } = event.data as Record<string, string>;
      await matter(approval, requestId!).act(ann, 'decision', { outcome: 'keep', comment: 'Only bus times are sent.' });
      const answersFor = async (reader: string) =>
        ((await approval.get(reader, `approval-tasks/answers?request=${requestId}`)).body as { items: object[] }).items;
      for (const reader of [mother, teacher, auditor])
        expect(await answersFor(reader)).toMatchObject([
          { status: 'keep', review: reviewId, comment: 'Only bus times are sent.' },
        ]);
      expect(await answersFor(sue)).toEqual([]);
    });

    it('are not taken when something else has settled it, in the same batch or later', async () => {
      const [early, late] = [objection(), objection()];
      await approval.bus.feed(early, reviewClosed(early), late);
      await approval.bus.feed(reviewClosed(late));
      for (const { data } of [early, late])
        expect(await matter(approval, (data as { requestId: string }).requestId).facts()).toEqual([
          ...['round-opened', 'round-closed'],
        ]);
    });
  });
});
