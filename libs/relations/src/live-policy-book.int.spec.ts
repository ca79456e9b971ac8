import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PolicyVersionScheduled } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { amendedVersion, policyVersions, PolicyVersionUnknown } from '@sightline/policy';
import { newId } from '@sightline/service-kit';
import { testClock } from '@sightline/testing';
import { livePolicyBook, policyVersionsPart } from './index.js';
import { relationsDatabase, rosterEvent, type RelationsDatabase } from './testing/relations-database.js';

const scheduled = (policyVersionId: string, inForceFrom: string) =>
  rosterEvent('sightline.directory.policy-version-scheduled.v1', {
    ...(amendedVersion(policyVersions[0]!, {
      ...{ inForceFrom, boardDate: '2026-09-10', resolutionReference: '2026-21', settings: { studentsMax: 7 } },
    }) as PolicyVersionScheduled['data']),
    ...{ policyVersionId, preparedBy: null },
  });
const published = (policyVersionId: string, inForceFrom: string) =>
  rosterEvent('sightline.directory.policy-version-published.v1', {
    policyVersionId,
    inForceFrom,
    confirmedBy: newId(),
  });

describe('the policy versions of a service, in each of its replicas (C11)', () => {
  let relations: RelationsDatabase;
  let looks = 0;
  const clock = testClock('2026-09-14T13:00:00Z');
  const today = (): string => clock.now().toISOString().slice(0, 10);
  const replica = () => {
    const database = {
      query: (statement: never) => {
        looks += 1;
        return relations.client.query(statement);
      },
    } as unknown as Queryable;
    return livePolicyBook(database, clock, today);
  };

  beforeAll(async () => {
    relations = await relationsDatabase(import.meta.url);
    for (const statement of policyVersionsPart.schema) await relations.client.query(statement);
  });
  afterAll(() => relations.close());

  const later = newId();

  it('a version that nobody has confirmed is no rule', async () => {
    await policyVersionsPart.apply(relations.client, [scheduled(later, '2026-10-01')]);
    expect(await replica().versions()).toEqual(policyVersions);
    await expect(replica().byId(later)).rejects.toThrow(PolicyVersionUnknown);
  });

  it('every replica has it on its first day, though it looked before it was published', async () => {
    clock.moveTo('2026-09-30T23:59:30Z');
    const [one, other] = [replica(), replica()];
    for (const book of [one, other]) expect((await book.inForce('2026-10-01')).id).toBe('P4650-2017-03');
    await policyVersionsPart.apply(relations.client, [published(later, '2026-10-01')]);
    clock.moveTo('2026-10-01T00:00:00Z');
    for (const book of [one, other]) {
      expect((await book.inForce('2026-10-01')).settings.studentsMax).toBe(7);
      expect((await book.inForce('2026-09-30')).id).toBe('P4650-2017-03');
    }
  });

  it('an id that it has not seen yet is looked for before it counts as unknown', async () => {
    const book = replica();
    await book.inForce('2026-10-01');
    const next = newId();
    await policyVersionsPart.apply(relations.client, [scheduled(next, '2026-09-20'), published(next, '2026-09-20')]);
    expect((await book.byId(next)).inForceFrom).toBe('2026-09-20');
    expect((await book.versions()).map(({ id }) => id)).toEqual(['P4650-2017-03', next, later]);
  });

  it('looks once for many questions of a minute, and again after it', async () => {
    const book = replica();
    looks = 0;
    await Promise.all(Array.from({ length: 50 }, () => book.inForce('2026-10-01')));
    for (let at = 0; at < 50; at += 1) await book.byId(later);
    expect(looks).toBe(1);
    clock.advance({ minutes: 1 });
    await book.inForce('2026-10-01');
    expect(looks).toBe(2);
  });

  it('the log again gives the same rows, in one batch or event by event', async () => {
    const rows = async () =>
      (await relations.client.query('select * from policy_versions order by policy_version_id')).rows;
    const before = await rows();
    await policyVersionsPart.apply(relations.client, [scheduled(later, '2026-10-01')]);
    await policyVersionsPart.apply(relations.client, [published(later, '2026-10-01')]);
    expect(await rows()).toEqual(before);
  });
});
