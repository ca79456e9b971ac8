import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { bundleOf, smallDistrict, type Files } from '../testing/roster-bundle.js';
import { emptyRoster, rosterState, toldState } from '../testing/roster-state.js';
import { runDirectory, type RunningDirectory } from '../testing/running-directory.js';

const text = (name: string): string => smallDistrict[name]!;
const withRow = (name: string, row: string): Files => ({ [name]: `${text(name)}${row}\n` });
const manifest = (...lines: string[]): string =>
  `propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\n${lines.join('\n')}\n`;

describe('what only the whole roster can tell of a row', () => {
  let database: TestDatabase;
  let directory: RunningDirectory;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    directory = await runDirectory(database.url);
  });
  afterAll(async () => {
    await directory.stop();
    await database.drop();
  });
  beforeEach(() => emptyRoster(directory.database.pool));

  const take = async (files: Files = {}) => {
    const { body } = await directory.postBundle(await bundleOf(files));
    expect(body.status).toBe('completed');
    return body.report as {
      entries: { file: string; line?: number; column?: string; code: string; severity: string; message: string }[];
      counts: { seen: number; taken: number; refused: number };
      files: { file: string; refused: number; list?: string }[];
      changes: Record<string, number>;
    };
  };
  const entries = ({ entries: listed }: Awaited<ReturnType<typeof take>>): string[] =>
    listed.map(({ file, line, column, code, severity }) =>
      [`${file}:${line ?? ''}`, column ?? '', code, ...(severity === 'note' ? ['note'] : [])].join(' '),
    );
  const state = async () => {
    const found = await rosterState(directory.database.pool);
    // Whatever is imported, the log says the same as the tables.
    const { groups: _groups, birthDates: _birthDates, ...shared } = found;
    expect(await toldState(directory.database.pool)).toStrictEqual(shared);
    return found;
  };
  const base = {
    roles: {
      p1: ['teacher@b1'],
      p2: ['principal@b1'],
      s1: ['student@b1'],
      s2: ['student@b1'],
      g1: ['guardian'],
    },
    members: { c1: ['p1 staff', 's1 student', 's2 student'], c2: ['p1 staff', 's1 student'] },
    guardians: { s1: ['g1'], s2: ['g1'] },
    supervisors: { p1: 'p2' },
    siblings: { s1: ['s2'], s2: ['s1'] },
    birthDates: { s1: '2012-03-04', s2: '2013-05-06' },
    groups: { c1: '2026-12-18', c2: '2026-12-18' },
  };

  it('is nothing for a good bundle, which is taken whole', async () => {
    expect(entries(await take())).toStrictEqual([]);
    expect(await state()).toStrictEqual(base);
  });

  it.each<[string, Files, string | string[]]>([
    ['a user id twice', withRow('users', 's1,true,ann2,Ann,Alder,'), 'users.csv:7 sourcedId duplicate-id'],
    ['a class id twice', withRow('classes', 'c1,Art,scheduled,b1,t1,'), 'classes.csv:4 sourcedId duplicate-id'],
    ['an org id twice', withRow('orgs', 'b1,Lincoln again,school'), 'orgs.csv:4 sourcedId duplicate-id'],
    ['a role id twice', withRow('roles', 'r1,p1,primary,counselor,b1'), 'roles.csv:7 sourcedId duplicate-id'],
    ['the same role twice', withRow('roles', 'r9,p1,secondary,teacher,b1'), 'roles.csv:7 userSourcedId duplicate-row'],
    [
      'an enrolment id twice',
      withRow('enrollments', 'e5,c2,b1,s2,student'),
      'enrollments.csv:7 sourcedId duplicate-id',
    ],
    [
      'the same enrolment twice',
      withRow('enrollments', 'e9,c2,b1,s1,student'),
      'enrollments.csv:7 userSourcedId duplicate-row',
    ],
    ['demographics twice', withRow('demographics', 's1,2001-01-01'), 'demographics.csv:4 sourcedId duplicate-id'],
    [
      'a class at no school',
      withRow('classes', 'c3,Art,scheduled,b9,t1,'),
      'classes.csv:4 schoolSourcedId unknown-reference',
    ],
    ['a role of nobody', withRow('roles', 'r9,p9,primary,teacher,b1'), 'roles.csv:7 userSourcedId unknown-reference'],
    [
      'a role at no building',
      withRow('roles', 'r9,p1,primary,teacher,b9'),
      'roles.csv:7 orgSourcedId unknown-reference',
    ],
    [
      'demographics of nobody',
      withRow('demographics', 's9,2012-01-01'),
      'demographics.csv:4 sourcedId unknown-reference',
    ],
    [
      'an enrolment in no class',
      withRow('enrollments', 'e9,c9,b1,s1,student'),
      'enrollments.csv:7 classSourcedId unknown-reference',
    ],
    [
      'an enrolment of nobody',
      withRow('enrollments', 'e9,c1,b1,s9,student'),
      'enrollments.csv:7 userSourcedId unknown-reference',
    ],
    [
      'a supervisor who is not there',
      withRow('relations', 'supervisor,p2,p9,,,,,,'),
      'relations.csv:4 relatedSourcedId unknown-reference',
    ],
    ['a second supervisor', withRow('relations', 'supervisor,p1,g1,,,,,,'), 'relations.csv:4 sourcedId duplicate-row'],
    [
      'technology at no building',
      withRow('relations', 'technology,p1,,b9,,,,,'),
      'relations.csv:4 buildingSourcedId unknown-reference',
    ],
    [
      'a restriction of nobody',
      withRow('relations', 'restriction,g9,s1,,,,contact,,'),
      'relations.csv:4 sourcedId unknown-reference',
    ],
  ])('names %s by file, line, column and code, and takes the others', async (_case, files, expected) => {
    const report = await take(files);
    expect(entries(report)).toStrictEqual([expected].flat());
    expect(report.counts.taken + report.counts.refused).toBe(report.counts.seen);
    expect(report.files.reduce((sum, { refused }) => sum + refused, 0)).toBe(report.counts.refused);
    expect(report.counts.refused).toBe(1);
    expect(await state()).toStrictEqual(base);
  });

  it.each<[string, string, string]>([
    ['who is not there', 'g9', 'users.csv:4 agentSourcedIds unknown-reference'],
    ['who is a student', 's2', 'users.csv:4 agentSourcedIds guardian-is-student'],
    ['who is a teacher, where roles can say more', 'p1', 'users.csv:4 agentSourcedIds no-guardianship'],
  ])('leaves out a guardian %s, and takes the child', async (_case, agent, expected) => {
    const report = await take({ users: text('users').replace(',g1\n', `,${agent}\n`) });
    expect(entries(report)).toStrictEqual([expected]);
    expect(report.counts.refused).toBe(0);
    expect(await state()).toMatchObject({ guardians: { s2: ['g1'] }, roles: base.roles });
  });

  it('notes what is odd and harmless', async () => {
    const report = await take({
      orgs: `${text('orgs')}b2,Annex,school\n`
        .replace('name,type', 'name,type,parentSourcedId')
        .replaceAll(',district\n', ',district,\n')
        .replaceAll(',school\n', ',school,d9\n'),
      users: text('users').replace('true,ben,', 'true,ANN,'),
      enrollments: text('enrollments').replace('e5,c2,b1', 'e5,c2,b9'),
    });
    expect(entries(report)).toStrictEqual([
      'orgs.csv:3 parentSourcedId unknown-reference note',
      'orgs.csv:4 parentSourcedId unknown-reference note',
      'users.csv:4 username username-shared note',
      'users.csv:5 username username-shared note',
      'enrollments.csv:6 schoolSourcedId unknown-reference note',
    ]);
    expect(report.counts.refused).toBe(0);
    expect((await state()).members).toStrictEqual(base.members);
  });

  it.each<[string, Files, Partial<typeof base>]>([
    ['a person', { users: text('users').replace('s2,true,ben', 's2,true,') }, {}],
    ['a person whose row is short', { users: text('users').replace('s2,true,ben,Ben,Alder,', 's2,true,ben') }, {}],
    ['a class', { classes: text('classes').replace('c1,Biology,scheduled,b1', 'c1,Biology,scheduled,b9') }, {}],
    [
      'the members of a class',
      { enrollments: text('enrollments').replace('e3,c1,b1,s2,student', 'e3,c1,b1,s9,student') },
      {},
    ],
    ['the roles of a person', { roles: text('roles').replace('r1,p1,primary,teacher', 'r1,p1,primary,wizard') }, {}],
    ['a birth date', { demographics: 'sourcedId,birthDate\ns1,soon\ns2,2013-05-06\n' }, {}],
    ['a supervisor', { relations: text('relations').replace('supervisor,p1,p2', 'supervisor,p1,p9') }, {}],
    ['the last day of a class', { academicSessions: 'sourcedId,endDate\nt1,soon\n' }, {}],
  ])('keeps what is known of %s when its row is refused', async (_case, files, changed) => {
    await take();
    const report = await take(files);
    expect(entries(report)).not.toStrictEqual([]);
    expect(await state()).toStrictEqual({ ...base, ...changed });
  });

  it('takes a delta row by row: adds, replaces and takes away by the id of a row', async () => {
    await take();
    const report = await take({
      manifest: manifest(
        ...['users', 'roles', 'classes', 'enrollments', 'demographics'].map((file) => `file.${file},delta`),
      ),
      orgs: null,
      academicSessions: null,
      relations: null,
      classes: 'sourcedId,status,title,schoolSourcedId,termSourcedIds\nc2,tobedeleted,,,\nc3,active,Art,b1,t1\n',
      users: 'sourcedId,status,username,givenName,familyName,agentSourcedIds\ns3,active,cem,Cem,Birch,g1\n',
      roles: `sourcedId,status,userSourcedId,role,orgSourcedId
r1,active,p1,counselor,b1
r9,active,s3,student,b1
`,
      demographics: 'sourcedId,status,birthDate\ns1,tobedeleted,\n',
      enrollments: `sourcedId,status,classSourcedId,userSourcedId,role
e3,tobedeleted,,,
e2,active,c3,s1,student
e5,tobedeleted,c2,s1,student
e9,active,c1,s3,student
`,
    });
    expect(entries(report)).toStrictEqual([
      'orgs.csv:  file-missing note',
      'classes.csv:3 termSourcedIds term-unknown note',
    ]);
    expect(await state()).toStrictEqual({
      ...base,
      roles: { ...base.roles, p1: ['counselor@b1'], s3: ['student@b1'] },
      members: { c1: ['p1 staff', 's3 student'], c3: ['s1 student'] },
      guardians: { ...base.guardians, s3: ['g1'] },
      birthDates: { s2: '2013-05-06' },
      groups: { c1: '2026-12-18', c3: null },
    });
  });

  it('takes a person out of everything, and forgets what was said of him when he returns', async () => {
    await take();
    const delta = (row: string): Files => ({
      manifest: manifest('file.users,delta'),
      ...Object.fromEntries(
        ['orgs', 'academicSessions', 'classes', 'roles', 'demographics', 'enrollments', 'relations'].map((file) => [
          file,
          null,
        ]),
      ),
      users: `sourcedId,status,username,givenName,familyName\n${row}\n`,
    });
    await take(delta('p2,tobedeleted,,,'));
    expect(await state()).toMatchObject({ supervisors: {} });
    await take(delta('p2,active,pat,Pat,Principal'));
    expect(await state()).toMatchObject({ roles: { p2: [] }, supervisors: {} });
    expect(await directory.eventCounts()).toMatchObject({
      'person-removed': 1,
      'person-registered': 6,
      'supervisor-changed': 2,
    });
  });

  describe('in OneRoster 1.1, where a person has one role', () => {
    const users11 = (agentsOfAnn: string, agentsOfRobin = ''): Files => ({
      manifest: 'propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\n',
      roles: null,
      users: `sourcedId,enabledUser,orgSourcedIds,role,username,givenName,familyName,agentSourcedIds
p1,true,b1,teacher,robin,Robin,Teacher,${agentsOfRobin}
p2,true,b1,administrator,pat,Pat,Principal,
p3,true,d1,administrator,sue,Sue,Superintendent,
s1,true,b1,student,ann,Ann,Alder,"${agentsOfAnn}"
s2,true,b1,student,ben,Ben,Alder,
g1,true,b1,parent,maya,Maya,Alder,s2
r1,true,b1,relative,aunt,Ada,Alder,
`,
    });

    it('a teacher who is the agent of a child is its guardian (C4), from either end', async () => {
      expect(entries(await take(users11('g1,p1')))).toStrictEqual([]);
      const taken = await state();
      expect(taken.guardians).toStrictEqual({ s1: ['g1', 'p1'], s2: ['g1'] });
      expect(taken.roles).toMatchObject({
        p1: ['guardian', 'teacher@b1'],
        p2: ['principal@b1'],
        p3: ['administrator'],
      });
      await take(users11('g1', 's2'));
      expect((await state()).guardians).toStrictEqual({ s1: ['g1'], s2: ['g1', 'p1'] });
      await take(users11('g1'));
      expect(await state()).toMatchObject({ guardians: { s1: ['g1'], s2: ['g1'] }, roles: { p1: ['teacher@b1'] } });
    });

    it('a student or a relative is nobody’s guardian', async () => {
      expect(entries(await take(users11('s2,r1,g1')))).toStrictEqual([
        'users.csv:5 agentSourcedIds guardian-is-student',
        'users.csv:5 agentSourcedIds no-guardianship',
      ]);
      expect((await state()).guardians).toStrictEqual({ s1: ['g1'], s2: ['g1'] });
    });

    it('holds a user at a place that is not there', async () => {
      const report = await take({
        ...users11('g1'),
        users: String(users11('g1')['users']).replace('p2,true,b1', 'p2,true,"b1,b9"'),
      });
      expect(entries(report)).toStrictEqual([
        'users.csv:3 orgSourcedIds unknown-reference',
        'relations.csv:2 relatedSourcedId unknown-reference',
      ]);
    });
  });

  it('reads contacts of Microsoft School Data Sync, who need no role, and never a student among them', async () => {
    const files: Files = {
      users: `${text('users').replace(',g1\n', ',\n').replace(',s2\n', ',\n')}m1,true,mona,Mona,Alder,\n`,
      relationships: `userSourcedId,relationshipUserSourcedId,relationshipRole
s1,m1,parent
s1,s2,guardian
s2,g1,guardian
s2,p1,doctor
p1,m1,parent
s9,m1,parent
s1,m1,parent
`,
    };
    expect(entries(await take(files))).toStrictEqual([
      'relationships.csv:3 relationshipUserSourcedId guardian-is-student',
      'relationships.csv:5  not-a-guardian note',
      'relationships.csv:6 userSourcedId no-guardianship',
      'relationships.csv:7 userSourcedId unknown-reference',
      'relationships.csv:8 relationshipUserSourcedId duplicate-row',
    ]);
    expect(await state()).toMatchObject({ guardians: { s1: ['m1'], s2: ['g1'] }, roles: { m1: ['guardian'] } });
    // The file left out changes nothing; as a whole list it takes back what it had said.
    await take({ ...files, relationships: null });
    expect((await state()).guardians).toStrictEqual({ s1: ['m1'], s2: ['g1'] });
    await take({
      ...files,
      relationships: 'userSourcedId,relationshipUserSourcedId,relationshipRole\ns2,g1,guardian\n',
    });
    expect(await state()).toMatchObject({ guardians: { s2: ['g1'] }, roles: { m1: [] } });
  });

  it('tells guardians in the order that the relations file gives', async () => {
    const users = `${text('users').replace(',g1\n', ',"g1,g2"\n')}g2,true,omar,Omar,Alder,\n`;
    const roles = `${text('roles')}r9,g2,primary,guardian,b1\n`;
    await take({ users, roles });
    expect((await state()).guardians['s1']).toStrictEqual(['g1', 'g2']);
    const ordered = `type,sourcedId,relatedSourcedId,order\ncontact,g2,s1,1\ncontact,p1,s1,2\n`;
    expect(entries(await take({ users, roles, relations: ordered }))).toStrictEqual([
      'relations.csv:3 sourcedId no-guardianship',
    ]);
    expect((await state()).guardians['s1']).toStrictEqual(['g2', 'g1']);
  });
});
