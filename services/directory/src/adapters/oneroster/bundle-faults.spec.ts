import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readBundle as read, readZip, type ReadBundle as Result } from '../../../testing/read-bundle.js';
import { bundleOf, filesOf, renamed, smallDistrict, zipOf, type Files } from '../../../testing/roster-bundle.js';
import { RosterBundleUnreadable } from '../../application/ports.js';
import { defaultBundleLimits } from './bundle-limits.js';

const entries = ({ entries: found }: Result) => found;
const text = (name: string): string => smallDistrict[name]!;
const withRow = (name: string, row: string): Files => ({ [name]: `${text(name)}${row}\n` });

describe('a row that cannot be taken is named by file, line, column and code, and the others are taken', () => {
  it.each<[string, Files, string]>([
    ['a blank id', withRow('orgs', ',Annex,school'), 'orgs.csv:4 sourcedId value-missing'],
    ['a missing value', withRow('users', 's3,true,,Cem,Birch,'), 'users.csv:7 username value-missing'],
    [
      'a date that is none',
      withRow('academicSessions', 't2,Spring,term,2027-01-01,2027-02-30,2027'),
      'academicSessions.csv:3 endDate not-a-date',
    ],
    [
      'a role whose end is no date',
      {
        roles: `${text('roles').replace('orgSourcedId\n', 'orgSourcedId,endDate\n').replaceAll(',b1\n', ',b1,\n')}r9,p1,primary,teacher,b1,soon\n`,
      },
      'roles.csv:7 endDate not-a-date',
    ],
    [
      'a role that ends before it begins',
      {
        roles: `${text('roles').replace('orgSourcedId\n', 'orgSourcedId,beginDate,endDate\n').replaceAll(',b1\n', ',b1,,\n')}r9,p1,primary,teacher,b1,2026-09-01,2026-08-01\n`,
      },
      'roles.csv:7 endDate ends-before-it-begins',
    ],
    ['a role of nobody', withRow('roles', 'r9,,primary,teacher,b1'), 'roles.csv:7 userSourcedId value-missing'],
    ['a role that is none', withRow('roles', 'r9,p1,primary,wizard,b1'), 'roles.csv:7 role unknown-role'],
    ['a birth date that is none', withRow('demographics', 's2,13/13/2012'), 'demographics.csv:4 birthDate not-a-date'],
    [
      'an enrolment as what is no role',
      withRow('enrollments', 'e9,c1,b1,s1,mascot'),
      'enrollments.csv:7 role unknown-role',
    ],
    ['a relation of no kind', withRow('relations', 'friend,s1,s2,,,,,,'), 'relations.csv:4 type unknown-relation'],
    [
      'a release without a name',
      { relations: `type,sourcedId,relatedSourcedId,reference,verifiedBy\nrelease,g1,s1,FC-2,\n` },
      'relations.csv:2 verifiedBy release-unproved',
    ],
    [
      'a release without a document',
      { relations: `type,sourcedId,relatedSourcedId,reference,verifiedBy\nrelease,g1,s1,,Sue\n` },
      'relations.csv:2 reference release-unproved',
    ],
    [
      'a place that is none',
      { relations: `type,sourcedId,relatedSourcedId,order\ncontact,g1,s1,first\n` },
      'relations.csv:2 order not-a-place',
    ],
    [
      'one’s own supervisor',
      withRow('relations', 'supervisor,p2,p2,,,,,,'),
      'relations.csv:4 relatedSourcedId same-person',
    ],
    [
      'a language that is none',
      withRow('relations', 'language,g1,,,,,,,Spanish!'),
      'relations.csv:4 language not-a-language',
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
    expect(result.rows.users).toHaveLength(5);
    const { seen, taken, refused } = result.report.counts;
    expect(taken + refused).toBe(seen);
    expect(result.report.files.reduce((sum, file) => sum + file.refused, 0)).toBe(refused);
  });

  it('counts lines from where a row begins, whatever line breaks its values hold', async () => {
    const result = await read({
      classes: 'sourcedId,title,schoolSourcedId\r\nc1,"Bio\r\nlogy",b1\r\n\r\nc2,"Ro\nbotics\n",\r\nc3,Art,\r\n',
    });
    expect(entries(result).filter((entry) => entry.startsWith('classes'))).toStrictEqual([
      'classes.csv:5 schoolSourcedId value-missing',
      'classes.csv:8 schoolSourcedId value-missing',
    ]);
    expect(result.rows.classes[0]!.title).toBe('Bio\r\nlogy');
  });

  it('lists only so many entries and counts the rest', async () => {
    const rows = Array.from({ length: 20 }, (_row, index) => `e${index},c1,b1,s1,mascot\n`).join('');
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
  it.each<[string, Files, string]>([
    ['a person', { users: text('users').replace('s2,true,ben', 's2,true,') }, 'people s2'],
    ['a person of a short row', { users: text('users').replace('s2,true,ben,Ben,Alder,', 's2,true,ben') }, 'people s2'],
    [
      'a person of a long row',
      { users: text('users').replace('s2,true,ben,Ben,Alder,', 's2,true,ben,Ben,Alder, Jr,,x') },
      'people s2',
    ],
    ['a class', { classes: text('classes').replace('c1,Biology', 'c1,') }, 'groups c1'],
    ['the members of a class', withRow('enrollments', 'e9,c1,b1,s1,mascot'), 'members c1'],
    ['the members of a short row', withRow('enrollments', 'c1,b1,s2'), 'members c1'],
    ['the roles of a person', withRow('roles', 'r9,p1,primary,wizard,b1'), 'roles p1'],
    ['a birth date', { demographics: 'sourcedId,birthDate\ns1,soon\n' }, 'birthDates s1'],
    ['a supervisor', withRow('relations', 'supervisor,p2,p2,,,,,,'), 'relations p2'],
  ])('%s', async (_case, files, held) => {
    expect((await read(files)).held).toContain(held);
  });

  it.each<[string, Files, string, keyof Result['told']]>([
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
    expect(result.told[part]).toBe('part');
    expect(result.report.entries.map(({ code }) => code)).toContain('list-not-whole');
  });

  it('a file without a column that it needs says nothing, and no other file fails for it', async () => {
    const result = await read({ users: text('users').replace('familyName', 'surname') });
    expect(entries(result)).toStrictEqual(['users.csv:1  column-unknown', 'users.csv:1 familyName column-missing']);
    expect(result.told).toMatchObject({ people: 'absent', members: 'whole' });
    expect(entries(await read({ users: '' }))).toStrictEqual(['users.csv:  empty-file']);
  });

  it('a file that is missing says nothing either', async () => {
    const result = await read({ users: null, roles: null });
    expect(entries(result)).toStrictEqual(['users.csv:  file-missing']);
    expect(result.told).toMatchObject({ people: 'absent', roles: 'absent' });
  });

  it('a manifest that cannot be read, or that denies a file, vouches for no whole list', async () => {
    const damaged = await read({ manifest: 'propertyName,value\n"file.users,delta\n' });
    expect(entries(damaged)).toContain('manifest.csv:2  quote-not-closed');
    expect(damaged.told.people).toBe('part');
    const denied = await read({ manifest: 'propertyName,value\nfile.users,absent\n' });
    expect(denied.told).toMatchObject({ people: 'part', members: 'whole' });
    expect(entries(await read({ manifest: 'propertyName,value\noneroster.version,9\n' }))).toContain(
      'manifest.csv:  version-unknown',
    );
  });
});

describe('a restriction fails closed', () => {
  const restriction = async (row: string) =>
    (await read({ relations: `${text('relations')}${row}\n` })).rows.relations.filter(
      ({ type }) => type === 'restriction',
    );
  const all = ['address', 'contact', 'records'];

  it.each([
    [
      'clear',
      'restriction,g1,s1,,2026-01-01,2026-12-31,contact,FC-1,',
      { kinds: ['contact'], from: '2026-01-01', until: '2026-12-31' },
    ],
    ['of custody', 'restriction,g1,s1,,2026-01-01,,custody,FC-1,', { kinds: all, until: null }],
    ['of no kind', 'restriction,g1,s1,,2026-01-01,2026-12-31,,FC-1,', { kinds: all, until: '2026-12-31' }],
    ['of an unknown kind', 'restriction,g1,s1,,2026-01-01,,contact;sight,FC-1,', { kinds: all }],
    ['without a first day', 'restriction,g1,s1,,,,contact,FC-1,', { from: '1900-01-01', until: null }],
    ['with days that are none', 'restriction,g1,s1,,soon,later,contact,FC-1,', { from: '1900-01-01', until: null }],
    ['that ends before it begins', 'restriction,g1,s1,,2026-05-01,2026-01-01,contact,FC-1,', { until: null }],
  ])('%s', async (_case, row, expected) => {
    expect(await restriction(row)).toStrictEqual([
      expect.objectContaining({ person: 'g1', related: 's1', ...expected }),
    ]);
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
      expect(result.rows.users).toHaveLength(5);
    }
  });

  it('is no whole list when its bytes are not those that were packed', async () => {
    const zip = renamed(await zipOf(filesOf({}), false), ',Ben,', ',Bem,');
    const result = await readZip(zip);
    expect(entries(result)).toContain('users.csv:6  file-damaged');
    expect(result.told.people).toBe('part');
  });

  it('is read up to the damage, which takes nothing away', async () => {
    const padding = Array.from({ length: 2_000 }, (_row, index) => `s${index + 10},true,u${index},G,F,\n`).join('');
    const zip = await bundleOf({ users: `${text('users')}${padding}` });
    const at = zip.indexOf('users.csv');
    const damaged = Buffer.from(zip);
    damaged.fill(0, at + 1_500, at + 1_600);
    const result = await readZip(damaged);
    expect(entries(result).join()).toMatch(/users\.csv:\d+ {2}file-damaged/);
    expect(['part', 'absent']).toContain(result.told.people);
  });
});
