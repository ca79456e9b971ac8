import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  bundleOf,
  filesOf,
  renamed,
  smallDistrict,
  withFile,
  zipOf,
  type Files,
} from '../../../testing/roster-bundle.js';
import { RosterBundleUnreadable } from '../../application/ports.js';
import { defaultBundleLimits } from './bundle-limits.js';
import { oneRosterBundleReader } from './index.js';

const readZip = (zip: Buffer, limits = defaultBundleLimits) =>
  withFile(zip, (file) => oneRosterBundleReader(limits).read(file));
const read = async (files: Files, limits = defaultBundleLimits) => readZip(await bundleOf(files), limits);
type Result = Awaited<ReturnType<typeof read>>;
/** Each entry as `file:line column code`. */
const entries = ({ report }: Result) =>
  report.entries.map(({ file, line, column, code }) => `${file}:${line ?? ''} ${column ?? ''} ${code}`);
const text = (name: string): string => smallDistrict[name]!;
const withRow = (name: string, row: string): Files => ({ [name]: `${text(name)}${row}\n` });

describe('a row that cannot be taken is named by file, line, column and code, and the others are taken', () => {
  it.each<[string, Files, string]>([
    ['a blank id', withRow('orgs', ',Annex,school'), 'orgs.csv:4 sourcedId value-missing'],
    ['a missing value', withRow('users', 's3,true,,Cem,Birch,'), 'users.csv:7 username value-missing'],
    ['a user id twice', withRow('users', 's1,true,ann2,Ann,Alder,'), 'users.csv:7 sourcedId duplicate-id'],
    ['a class id twice', withRow('classes', 'c1,Art,scheduled,b1,t1,'), 'classes.csv:4 sourcedId duplicate-id'],
    [
      'a date that is none',
      withRow('academicSessions', 't2,Spring,term,2027-01-01,2027-02-30,2027'),
      'academicSessions.csv:3 endDate not-a-date',
    ],
    [
      'a class at no school',
      withRow('classes', 'c3,Art,scheduled,b9,t1,'),
      'classes.csv:4 schoolSourcedId unknown-reference',
    ],
    ['a role of nobody', withRow('roles', 'r9,p9,primary,teacher,b1'), 'roles.csv:7 userSourcedId unknown-reference'],
    ['a role that is none', withRow('roles', 'r9,p1,primary,wizard,b1'), 'roles.csv:7 role unknown-role'],
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
    ['a birth date that is none', withRow('demographics', 's2,13/13/2012'), 'demographics.csv:4 birthDate not-a-date'],
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
      'an enrolment as what is no role',
      withRow('enrollments', 'e9,c1,b1,s1,mascot'),
      'enrollments.csv:7 role unknown-role',
    ],
    [
      'a guardian who is not there',
      { users: text('users').replace(',g1\n', ',g9\n') },
      'users.csv:4 agentSourcedIds unknown-reference',
    ],
    [
      'a guardian who is a student',
      { users: text('users').replace(',g1\n', ',s2\n') },
      'users.csv:4 agentSourcedIds guardian-is-student',
    ],
    [
      'a guardian who is a teacher',
      { users: text('users').replace(',g1\n', ',p1\n') },
      'users.csv:4 agentSourcedIds no-guardianship',
    ],
    ['a relation of no kind', withRow('relations', 'friend,s1,s2,,,,,,'), 'relations.csv:4 type unknown-relation'],
    [
      'a supervisor who is not there',
      withRow('relations', 'supervisor,p2,p9,,,,,,'),
      'relations.csv:4 relatedSourcedId unknown-reference',
    ],
    [
      'one’s own supervisor',
      withRow('relations', 'supervisor,p2,p2,,,,,,'),
      'relations.csv:4 relatedSourcedId same-person',
    ],
    ['a second supervisor', withRow('relations', 'supervisor,p1,g1,,,,,,'), 'relations.csv:4 sourcedId duplicate-id'],
    [
      'technology at no building',
      withRow('relations', 'technology,p1,,b9,,,,,'),
      'relations.csv:4 buildingSourcedId unknown-reference',
    ],
    [
      'a language that is none',
      withRow('relations', 'language,g1,,,,,,,Spanish!'),
      'relations.csv:4 language not-a-language',
    ],
    [
      'a restriction of nobody',
      withRow('relations', 'restriction,g9,s1,,,,contact,,'),
      'relations.csv:4 sourcedId unknown-reference',
    ],
    ['a row too short', withRow('enrollments', 'e9,c1,b1'), 'enrollments.csv:7  too-few-values'],
    ['a row too long', withRow('enrollments', 'e9,c1,b1,s1,student,x'), 'enrollments.csv:7  too-many-values'],
    ['a NUL byte', withRow('users', 's3,true,cem,C\0em,Birch,'), 'users.csv:7 givenName value-unusable'],
    [
      'a huge value',
      withRow('users', `s3,true,cem,${'x'.repeat(70_000)},Birch,`),
      'users.csv:7 givenName value-unusable',
    ],
  ])('%s', async (_case, files, expected) => {
    const result = await read(files);
    expect(entries(result).filter((entry) => !entry.endsWith('list-not-whole'))).toStrictEqual([expected]);
    expect(result.snapshot.stated.people.size).toBe(5);
    const { seen, taken, refused } = result.report.counts;
    expect(taken + refused).toBe(seen);
    expect(result.report.files.reduce((sum, file) => sum + file.refused, 0)).toBe(refused);
  });

  it('counts lines from where a row begins, whatever line breaks its values hold', async () => {
    const result = await read({
      classes: 'sourcedId,title,schoolSourcedId\r\nc1,"Bio\r\nlogy",b1\r\n\r\nc2,"Ro\nbotics\n",b9\r\nc3,Art,b9\r\n',
    });
    expect(entries(result).filter((entry) => entry.startsWith('classes'))).toStrictEqual([
      'classes.csv:5 schoolSourcedId unknown-reference',
      'classes.csv:8 schoolSourcedId unknown-reference',
    ]);
    expect(result.snapshot.stated.groups.get('c1')!.title).toBe('Bio\r\nlogy');
  });

  it('lists only so many entries and counts the rest', async () => {
    const rows = Array.from({ length: 20 }, (_row, index) => `e${index},c9,b1,s1,student\n`).join('');
    const { report } = await read(
      { enrollments: `${text('enrollments')}${rows}` },
      { ...defaultBundleLimits, reportEntriesMax: 5 },
    );
    expect(report.entries).toHaveLength(5);
    expect(report.entriesLeftOut).toBe(15);
    expect(report.counts.refused).toBe(20);
  });
});

describe('what a refused row spoke of is held, so that nothing is taken away because of it', () => {
  it.each<[string, Files, (held: Result['snapshot']['held']) => ReadonlySet<string>, string]>([
    ['a person', { users: text('users').replace('s2,true,ben', 's2,true,') }, ({ people }) => people, 's2'],
    [
      'a person of a short row',
      { users: text('users').replace('s2,true,ben,Ben,Alder,', 's2,true,ben') },
      ({ people }) => people,
      's2',
    ],
    [
      'a person of a long row',
      { users: text('users').replace('s2,true,ben,Ben,Alder,', 's2,true,ben,Ben,Alder, Jr,,x') },
      ({ people }) => people,
      's2',
    ],
    [
      'a class',
      { classes: text('classes').replace('c1,Biology,scheduled,b1', 'c1,Biology,scheduled,b9') },
      ({ groups }) => groups,
      'c1',
    ],
    ['the members of a class', withRow('enrollments', 'e9,c1,b1,s9,student'), ({ members }) => members, 'c1'],
    ['the members of a short row', withRow('enrollments', 'c1,b1,s2'), ({ members }) => members, 'c1'],
    ['the roles of a person', withRow('roles', 'r9,p1,primary,wizard,b1'), ({ roles }) => roles, 'p1'],
    ['a birth date', { demographics: 'sourcedId,birthDate\ns1,soon\n' }, ({ birthDates }) => birthDates, 's1'],
    ['a supervisor', withRow('relations', 'supervisor,p2,p9,,,,,,'), ({ relations }) => relations, 'p2'],
    ['the last day of a class', { academicSessions: 'sourcedId,endDate\nt1,soon\n' }, ({ lastDays }) => lastDays, 'c1'],
  ])('%s', async (_case, files, heldIn, id) => {
    expect([...heldIn((await read(files)).snapshot.held)]).toContain(id);
  });

  it('leaves a guardian whose row was refused to the directory', async () => {
    const { snapshot } = await read({ users: text('users').replace('g1,true,maya', 'g1,true,') });
    expect(snapshot.agents).toStrictEqual([{ personSourcedId: 's1', agentSourcedId: 'g1', place: 0 }]);
  });

  it.each<[string, Files, string, keyof Result['snapshot']['coverage']]>([
    [
      'a row that names nobody',
      withRow('users', ',true,cem,Cem,Birch,'),
      'users.csv:7 sourcedId value-missing',
      'people',
    ],
    [
      'a quotation mark never closed',
      { users: text('users').replace(',Ben,', ',"Ben,') },
      'users.csv:5  quote-not-closed',
      'people',
    ],
    [
      'a quotation mark that swallows rows',
      { users: text('users').replace(',Ben,', ',"Ben,').replace(',Maya,', ',Maya",') },
      'users.csv:5  quote-not-closed',
      'people',
    ],
    [
      'a quotation mark in a value',
      { users: text('users').replace(',Ben,', ',"Be"n,') },
      'users.csv:5  not-csv',
      'people',
    ],
    [
      'no row at all',
      { enrollments: 'sourcedId,classSourcedId,userSourcedId,role\n' },
      'enrollments.csv:  list-not-whole',
      'members',
    ],
    [
      'a row longer than any',
      withRow('users', `s3,true,cem,${randomBytes(1_000_000).toString('hex')},Birch,`),
      'users.csv:7  row-too-long',
      'people',
    ],
  ])('%s makes a file part of a list, never the whole', async (_case, files, expected, part) => {
    const result = await read(files);
    expect(entries(result)).toContain(expected);
    expect(['named', 'rows']).toContain(result.snapshot.coverage[part]);
    expect(result.report.entries.map(({ code }) => code)).toContain('list-not-whole');
  });

  it('a file without a column that it needs says nothing, and no other file fails for it', async () => {
    const result = await read({ users: text('users').replace('familyName', 'surname') });
    expect(entries(result)).toStrictEqual(['users.csv:1  column-unknown', 'users.csv:1 familyName column-missing']);
    expect(result.snapshot.coverage).toMatchObject({ people: 'absent', members: 'whole' });
    expect(entries(await read({ users: '' }))).toStrictEqual(['users.csv:  empty-file']);
  });

  it('a file that is missing says nothing either', async () => {
    const result = await read({ users: null, roles: null });
    expect(entries(result)).toStrictEqual(['users.csv:  file-missing']);
    expect(result.snapshot.coverage).toMatchObject({ people: 'absent', roles: 'absent' });
    expect(result.uncertain.map(({ sourcedId }) => sourcedId)).toContain('s1');
  });

  it('a manifest that cannot be read, or that denies a file, vouches for no whole list', async () => {
    const damaged = await read({ manifest: 'propertyName,value\n"file.users,delta\n' });
    expect(entries(damaged)).toContain('manifest.csv:2  quote-not-closed');
    expect(damaged.snapshot.coverage.people).toBe('named');
    const denied = await read({ manifest: 'propertyName,value\nfile.users,absent\n' });
    expect(denied.snapshot.coverage).toMatchObject({ people: 'named', members: 'whole' });
    expect(entries(await read({ manifest: 'propertyName,value\noneroster.version,9\n' }))).toContain(
      'manifest.csv:  version-unknown',
    );
  });
});

describe('a restriction fails closed', () => {
  const restriction = async (...rows: string[]) => [
    ...(await read({ relations: `${text('relations')}${rows.join('\n')}\n` })).snapshot.stated.restrictions.values(),
  ];
  const all = ['address', 'contact', 'records'];

  it.each([
    [
      'clear',
      'restriction,g1,s1,,2026-01-01,2026-12-31,contact,FC-1,',
      { kinds: ['contact'], from: '2026-01-01', until: '2026-12-31' },
    ],
    ['of no kind', 'restriction,g1,s1,,2026-01-01,2026-12-31,,FC-1,', { kinds: all, until: '2026-12-31' }],
    ['of an unknown kind', 'restriction,g1,s1,,2026-01-01,,contact;sight,FC-1,', { kinds: all }],
    ['without a first day', 'restriction,g1,s1,,,,contact,FC-1,', { from: '1900-01-01', until: null }],
    ['with days that are none', 'restriction,g1,s1,,soon,later,contact,FC-1,', { from: '1900-01-01', until: null }],
    ['that ends before it begins', 'restriction,g1,s1,,2026-05-01,2026-01-01,contact,FC-1,', { until: null }],
  ])('%s', async (_case, row, expected) => {
    expect(await restriction(row)).toStrictEqual([expect.objectContaining({ guardianSourcedId: 'g1', ...expected })]);
  });

  it('on two rows is the stricter of both, in either order', async () => {
    const rows = [
      'restriction,g1,s1,,2026-05-01,2026-12-31,contact,FC-1,',
      'restriction,g1,s1,,2026-01-01,2026-06-30,records,FC-1,',
    ];
    const expected = [
      expect.objectContaining({ kinds: ['contact', 'records'], from: '2026-01-01', until: '2026-12-31' }),
    ];
    expect(await restriction(...rows)).toStrictEqual(expected);
    expect(await restriction(...rows.reverse())).toStrictEqual(expected);
  });
});

describe('a zip that is none of ours', () => {
  const refusal = async (zip: Buffer, limits = defaultBundleLimits): Promise<string> => {
    const error: unknown = await readZip(zip, limits).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(RosterBundleUnreadable);
    return (error as RosterBundleUnreadable).code;
  };
  const withFlag = (zip: Buffer, name: string): Buffer => {
    const marked = Buffer.from(zip);
    const central = marked.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    for (let at = central; at >= 0; at = marked.indexOf(Buffer.from([0x50, 0x4b, 1, 2]), at + 4))
      if (marked.toString('latin1', at + 46, at + 46 + name.length) === name) marked[at + 8]! |= 1;
    return marked;
  };

  it('is refused as a whole when it cannot be one', async () => {
    const zip = await bundleOf();
    expect(await refusal(Buffer.from('sourcedId,name\n'))).toBe('not-a-zip');
    expect(await refusal(Buffer.alloc(0))).toBe('not-a-zip');
    expect(await refusal(zip.subarray(0, zip.length / 2))).toBe('not-a-zip');
    expect(await refusal(zip.subarray(100))).toMatch(/^(damaged-zip|not-a-zip)$/);
    expect(await refusal(await zipOf([]))).toBe('no-roster-file');
    expect(await refusal(await zipOf([{ name: 'readme.txt', content: 'x' }]))).toBe('no-roster-file');
    expect(await refusal(zip, { ...defaultBundleLimits, filesMax: 3 })).toBe('too-many-files');
    expect(await refusal(zip, { ...defaultBundleLimits, unpackedBytesMax: 100 })).toBe('unpacks-too-large');
  });

  it('keeps what is good and names each file that is not', async () => {
    const extra = (name: string, content: string | Buffer = 'x', mode?: number) =>
      zipOf([...filesOf({}), { name, content, ...(mode === undefined ? {} : { mode }) }]);
    const outcomes: [Buffer, string][] = [
      [await extra('bomb.csv', Buffer.alloc(8 * 1024 * 1024, 'a')), 'bomb.csv:  unpacks-too-large'],
      [renamed(await extra('xx/xx/evil.csv'), 'xx/xx/evil.csv', '../../evil.csv'), '../../evil.csv:  path-climbs-out'],
      [renamed(await extra('xetc/users.csv'), 'xetc/users.csv', '/etc/users.csv'), '/etc/users.csv:  path-climbs-out'],
      [renamed(await extra('c_xusers.csv'), 'c_xusers.csv', 'c:\\users.csv'), 'c:\\users.csv:  path-climbs-out'],
      [renamed(await extra('xx_users.csv'), 'xx_users.csv', '..\\users.csv'), '..\\users.csv:  path-climbs-out'],
      [await extra('link.csv', '/etc/passwd', 0o120777), 'link.csv:  link-in-bundle'],
      [withFlag(await extra('secret.csv'), 'secret.csv'), 'secret.csv:  encrypted-file'],
      [await extra('other/users.csv'), 'other/users.csv:  file-twice'],
      [await extra('a/b/extra.csv'), 'a/b/extra.csv:  folder-too-deep'],
      [await extra('notes.txt'), 'notes.txt:  file-unknown'],
    ];
    for (const [zip, expected] of outcomes) {
      const result = await readZip(zip);
      expect(entries(result)).toStrictEqual([expected]);
      expect(result.snapshot.stated.people.size).toBe(5);
    }
  });

  it('is no whole list when its bytes are not those that were packed', async () => {
    const zip = renamed(await zipOf(filesOf({}), false), ',Ben,', ',Bem,');
    const result = await readZip(zip);
    expect(entries(result)).toContain('users.csv:6  file-damaged');
    expect(result.snapshot.coverage.people).toBe('named');
  });

  it('is read up to the damage, which takes nothing away', async () => {
    const padding = Array.from({ length: 2_000 }, (_row, index) => `s${index + 10},true,u${index},G,F,\n`).join('');
    const zip = await bundleOf({ users: `${text('users')}${padding}` });
    const at = zip.indexOf('users.csv');
    const damaged = Buffer.from(zip);
    damaged.fill(0, at + 1_500, at + 1_600);
    const result = await readZip(damaged);
    expect(entries(result).join()).toMatch(/users\.csv:\d+ {2}file-damaged/);
    expect(['named', 'absent']).toContain(result.snapshot.coverage.people);
  });
});
