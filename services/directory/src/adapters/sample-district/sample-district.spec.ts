import { beforeAll, describe, expect, it } from '@jest/globals';
import { sampleDistrictBundle, samplePeople } from './index.js';
import type { Tables } from './file-tables.js';
import { sampleTables } from './sample-tables.js';

const today = new Date('2026-11-24T12:00:00Z');
const repeated = (values: readonly (string | undefined)[]): (string | undefined)[] =>
  values.filter((value, place) => values.indexOf(value) !== place);

describe('the sample district', () => {
  let tables: Tables;
  beforeAll(() => {
    tables = sampleTables(today);
  });
  const withRole = (role: string): Set<string> =>
    new Set(tables.roles.filter((row) => row.role === role).map((row) => row.userSourcedId!));
  const user = (username: string) => tables.users.find((row) => row.username === username)!;
  const titled = (title: string) => tables.classes.find((row) => row.title === title)!;
  const members = (group: string | undefined, role: string): string[] =>
    tables.enrollments
      .filter((row) => row.classSourcedId === group && row.role === role)
      .map((row) => row.userSourcedId!);
  const supervisorOf = (sourcedId: string | undefined): string | undefined =>
    tables.relations.find((row) => row.type === 'supervisor' && row.sourcedId === sourcedId)?.relatedSourcedId;

  it('is the same, byte for byte, on two days of one school year and another one in the next year', async () => {
    const bundle = await sampleDistrictBundle(today);
    expect((await sampleDistrictBundle(new Date('2027-02-01T00:00:00Z'))).equals(bundle)).toBe(true);
    expect((await sampleDistrictBundle(new Date('2027-09-01T00:00:00Z'))).equals(bundle)).toBe(false);
  });

  it('is made in less than half a second', async () => {
    const startedAt = performance.now();
    await sampleDistrictBundle(today);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  it('has the size of a small district', () => {
    expect(tables.orgs.map(({ type }) => type)).toStrictEqual(['district', 'school', 'school', 'school']);
    expect(withRole('student').size).toBe(500);
    expect(withRole('guardian').size).toBeGreaterThan(820);
    expect(withRole('guardian').size).toBeLessThan(880);
    const families = new Set([...withRole('student'), ...withRole('guardian')]);
    const staff = tables.users.filter(({ username, sourcedId }) => {
      return username === 'teacher.nguyen' || !families.has(sourcedId!);
    });
    expect(staff).toHaveLength(45);
  });

  it('gives each sourcedId once a file, and each username, address and number to one person', () => {
    for (const name of ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'roles', 'enrollments'] as const)
      expect(repeated(tables[name].map(({ sourcedId }) => sourcedId))).toStrictEqual([]);
    for (const column of ['username', 'email', 'sms'] as const)
      expect(repeated(tables.users.map((row) => row[column]).filter((value) => value !== ''))).toStrictEqual([]);
  });

  it('writes only to reserved domains and fictional numbers', () => {
    for (const { email, sms } of tables.users) {
      expect(email).toMatch(/^$|^[a-z0-9.-]+@(district|families|students)\.example\.org$/);
      expect(sms).toMatch(/^$|^\+1\d{3}55501\d{2}$/);
    }
  });

  it('refers to nothing that is not there', () => {
    const idsOf = (rows: readonly { readonly sourcedId?: string }[]) => new Set(rows.map((row) => row.sourcedId));
    const [orgs, users, sessions] = [idsOf(tables.orgs), idsOf(tables.users), idsOf(tables.academicSessions)];
    const [courses, classes] = [idsOf(tables.courses), idsOf(tables.classes)];
    const references: readonly (readonly [Set<string | undefined>, readonly (string | undefined)[]])[] = [
      [orgs, tables.orgs.map((row) => row.parentSourcedId)],
      [orgs, tables.courses.map((row) => row.orgSourcedId)],
      [orgs, tables.classes.map((row) => row.schoolSourcedId)],
      [orgs, tables.users.map((row) => row.primaryOrgSourcedId)],
      [orgs, tables.roles.map((row) => row.orgSourcedId)],
      [orgs, tables.enrollments.map((row) => row.schoolSourcedId)],
      [sessions, tables.courses.map((row) => row.schoolYearSourcedId)],
      [sessions, tables.classes.flatMap((row) => row.termSourcedIds!.split(','))],
      [courses, tables.classes.map((row) => row.courseSourcedId)],
      [classes, tables.enrollments.map((row) => row.classSourcedId)],
      [users, tables.enrollments.map((row) => row.userSourcedId)],
      [users, tables.roles.map((row) => row.userSourcedId)],
      [users, tables.users.flatMap((row) => row.agentSourcedIds!.split(','))],
      [users, tables.demographics.map((row) => row.sourcedId)],
      [users, tables.relations.flatMap((row) => [row.sourcedId, row.relatedSourcedId])],
    ];
    for (const [known, used] of references)
      expect(used.filter((id) => id !== undefined && id !== '' && !known.has(id))).toStrictEqual([]);
  });

  it.each(['2026-06-30T23:59:59Z', '2026-07-01T00:00:00Z', '2026-12-31T12:00:00Z', '2028-02-29T12:00:00Z'])(
    'has a school year that contains %s',
    (moment) => {
      const date = moment.slice(0, 10);
      const [year] = sampleTables(new Date(moment)).academicSessions;
      expect(year!.startDate! <= date && date <= year!.endDate!).toBe(true);
    },
  );

  it('has everybody whom a visitor is told to sign in as', () => {
    for (const { username } of samplePeople) expect(user(username)).toMatchObject({ enabledUser: 'true' });
  });

  it('lets coach.rivera lead 18 girls, whose families are of every kind', () => {
    const team = titled('Girls’ Soccer');
    expect(team.classCode).toMatch(/^ACT-/);
    expect(members(team.sourcedId, 'teacher')).toStrictEqual([user('coach.rivera').sourcedId]);
    const players = members(team.sourcedId, 'student');
    expect(new Set(players).size).toBe(18);
    const agentsOf = (username: string) => {
      expect(players).toContain(user(username).sourcedId);
      return user(username).agentSourcedIds;
    };
    expect(agentsOf('student.oduya')).toBe('');
    expect(agentsOf('student.garcia')).toContain(user('parent.garcia').sourcedId);
    expect(agentsOf('student.walker')).toBe(user('parent.walker').sourcedId);
    expect(user('parent.walker')).toMatchObject({ email: '', sms: '' });
    expect(agentsOf('student.mitchell')).toBe(user('parent.mitchell').sourcedId);
    const birth = tables.demographics.find((row) => row.sourcedId === user('student.mitchell').sourcedId);
    expect(birth!.birthDate! < '2008-07-01').toBe(true);
  });

  it('gives every member of staff but the superintendent a supervisor other than themselves', () => {
    for (const [username, supervisor] of [
      ['coach.rivera', 'athletics.director'],
      ['coach.brooks', 'principal.lincoln'],
      ['principal.lincoln', 'superintendent'],
      ['superintendent', undefined],
    ] as const)
      expect(supervisorOf(user(username).sourcedId)).toBe(supervisor && user(supervisor).sourcedId);
    for (const role of ['teacher', 'aide', 'counselor', 'principal', 'systemAdministrator'])
      for (const person of withRole(role)) {
        expect(supervisorOf(person)).toBeDefined();
        expect(supervisorOf(person)).not.toBe(person);
      }
  });

  it('puts own family on the rosters of two teachers (C4)', () => {
    const [teacher, child] = [user('teacher.nguyen').sourcedId!, user('student.nguyen')];
    expect(withRole('teacher').has(teacher) && withRole('guardian').has(teacher)).toBe(true);
    expect(child.agentSourcedIds!.split(',')).toContain(teacher);
    for (const group of [titled('Mathletes'), titled('Mathematics 10, section 2')]) {
      expect(members(group.sourcedId, 'teacher')).toStrictEqual([teacher]);
      expect(members(group.sourcedId, 'student')).toContain(child.sourcedId);
    }
    expect(tables.relations).toContainEqual({
      type: 'sibling',
      sourcedId: user('coach.brooks').sourcedId,
      relatedSourcedId: user('student.brooks').sourcedId,
    });
  });

  it('has families with one, two and three guardians, guardians of two children, and guardians without e-mail', () => {
    const agents = tables.users.map((row) => row.agentSourcedIds!.split(',').filter(Boolean));
    const children = new Map<string, number>();
    for (const id of agents.flat()) children.set(id, (children.get(id) ?? 0) + 1);
    expect(new Set(agents.map(({ length }) => length))).toStrictEqual(new Set([0, 1, 2, 3]));
    expect([...children.values()].filter((count) => count === 2).length).toBeGreaterThan(40);
    const guardians = tables.users.filter(({ sourcedId }) => withRole('guardian').has(sourcedId!));
    expect(guardians.every(({ sourcedId }) => children.has(sourcedId!))).toBe(true);
    expect(guardians.filter(({ email }) => email === '').length).toBeGreaterThan(10);
    const languages = tables.relations.flatMap(({ language }) => language ?? []);
    expect(new Set(languages)).toStrictEqual(new Set(['en', 'es', 'so']));
  });
});
