import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { bundleOf, smallDistrict } from '../testing/roster-bundle.js';
import { runDirectory, type RunningDirectory } from '../testing/running-directory.js';

describe('what the clauses need of the roster and it does not say', () => {
  let database: TestDatabase;
  let directory: RunningDirectory;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    directory = await runDirectory(database.url);
    await directory.postBundle(
      await bundleOf({
        orgs: `${smallDistrict['orgs']}b2,Annex,school\n`,
        users: `sourcedId,enabledUser,username,givenName,familyName,email,agentSourcedIds
p1,true,robin,Robin,Teacher,,
p2,true,pat,Pat,Principal,,
s1,true,ann,Ann,Alder,,g1
s2,true,ben,Ben,Alder,,g2
s3,true,cem,Cem,Birch,,
g1,true,maya,Maya,Alder,maya@family.example,
g2,true,omar,Omar,Alder,,
`,
        roles: `${smallDistrict['roles']}r6,g2,primary,guardian,b1\nr7,s3,primary,student,b1\n`,
      }),
    );
  });
  afterAll(async () => {
    await directory.stop();
    await database.drop();
  });
  const readiness = async (query = '', caller = 'client:roster') =>
    directory.get(`/api/v1/roster/readiness${query}`, caller);

  it('is counted gap by gap, with the clause, what does not work and what to do', async () => {
    const { status, body } = await readiness();
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'gaps', asOf: '2026-09-14', next: null });
    const found = body.items.map(({ gap, clause, count, examples }: Record<string, unknown>) => [
      gap,
      clause,
      count,
      (examples as { sourcedId: string }[]).map(({ sourcedId }) => sourcedId),
    ]);
    expect(found).toStrictEqual([
      ['staff-without-supervisor', 'C5', 1, ['p2']],
      ['building-without-principal', 'C3', 1, ['b2']],
      ['student-without-guardian', 'C6', 1, ['s3']],
      ['student-without-contact', 'C6', 1, ['s2']],
      ['guardian-without-channel', 'C6', 1, ['g2']],
      ['student-without-birth-date', 'C9', 1, ['s3']],
    ]);
  });

  it('lists those of one gap page by page', async () => {
    const first = await readiness('?gap=student-without-guardian&limit=1');
    expect(first.body).toMatchObject({ items: [{ sourcedId: 's3', name: 'Cem Birch' }], next: null });
    expect((await readiness('?gap=nothing')).status).toBe(422);
    expect((await readiness('?gap=student-without-guardian&cursor=x')).status).toBe(400);
  });

  it('is for operators, the technology department and the district’s machine alone', async () => {
    for (const name of ['p1', 'p2', 's1', 'g1'])
      expect((await readiness('', await directory.idOf(name))).status).toBe(404);
    expect([403, 404]).toContain((await readiness('', 'client:webhooks')).status);
    await directory.post('/internal/v1/operators', { caller: 'client:internal', payload: { login: 'robin' } });
    expect((await readiness('', await directory.idOf('p1'))).status).toBe(200);
  });

  it('counts a postal address as a way to a guardian, for a letter', async () => {
    const address = 'address,g2,14 Millpond Road,Fairhaven,NY,10001\n';
    const relations = `type,sourcedId,relatedSourcedId,street,city,state,postalCode\n${address.replace('g2,', 'g2,,')}`;
    await directory.postBundle(await bundleOf({ users: null, roles: null, relations }));
    const { body } = await readiness();
    const counts = Object.fromEntries(body.items.map(({ gap, count }: Record<string, string>) => [gap, count]));
    expect(counts).toMatchObject({ 'student-without-contact': 0, 'guardian-without-channel': 0 });
  });

  it('names no more what has come meanwhile; a school without anybody stays', async () => {
    const taken = await directory.post('/api/v1/roster/imports?confirmed=true', {
      caller: await directory.idOf('p1'),
      headers: { 'content-type': 'application/zip' },
      payload: await bundleOf({
        relations: `${smallDistrict['relations']}supervisor,p2,p9,,,,,,\n`,
        users: `sourcedId,username,givenName,familyName,sms,agentSourcedIds
p9,sue,Sue,Superintendent,,
p1,robin,Robin,Teacher,,
p2,pat,Pat,Principal,,
s1,ann,Ann,Alder,,g1
s2,ben,Ben,Alder,,g1
g1,maya,Maya,Alder,555-0100,
`,
      }),
    });
    expect(taken.body).toMatchObject({ status: 'completed' });
    const { body } = await readiness();
    const missing = body.items.filter(({ count }: { count: number }) => count > 0);
    expect(missing.map(({ gap }: { gap: string }) => gap)).toStrictEqual(['building-without-principal']);
  });
});
