import { describe, expect, it } from '@jest/globals';
import { readBundle, readZip, said, type ReadBundle } from '../../../testing/read-bundle.js';
import { filesOf, smallDistrict, zipOf, type Files } from '../../../testing/roster-bundle.js';

/** Every file of the small district, each changed alike. */
const every = (change: (text: string) => string | Buffer): Files =>
  Object.fromEntries(Object.entries(smallDistrict).map(([name, text]) => [name, change(text)]));
const text = (name: string): string => smallDistrict[name]!;
const cells = (line: string): string[] => line.split(',');
const header = (change: (title: string) => string) => (file: string) =>
  file.replace(/^.*/, (line) => cells(line).map(change).join(','));
const rows = (change: (line: string) => string) => (file: string) =>
  file
    .split('\n')
    .map((line, index) => (line === '' || index === 0 ? line : change(line)))
    .join('\n');
const users = (change: (file: string) => string): Files => ({ users: change(text('users')) });

const staged = ({ rows: all }: ReadBundle): object =>
  Object.fromEntries(Object.entries(all).map(([name, some]) => [name, said(some)]));
const refused = ({ report, entries }: ReadBundle): string[] =>
  entries.filter((_entry, index) => report.entries[index]!.severity === 'refused');
const isRight = ({ report }: ReadBundle): void => {
  const { seen, taken } = report.counts;
  expect(seen).toBe(taken + report.counts.refused);
  for (const each of report.files) expect(each.rows).toBe(each.taken + each.refused);
  const lines = report.entries.flatMap(({ severity, file, line }) =>
    severity === 'refused' && line !== undefined && line > 1 ? [`${file} ${line}`] : [],
  );
  expect(new Set(lines).size).toBe(report.counts.refused);
};

describe('what exports change and nobody means, says the same as the plain bundle', () => {
  it.each<[string, Files]>([
    ['a byte order mark', every((file) => `\ufeff${file}`)],
    ['two byte order marks', every((file) => `\ufeff\ufeff${file}`)],
    ['CR LF at line ends', every((file) => file.replaceAll('\n', '\r\n'))],
    ['CR alone at line ends', every((file) => file.replaceAll('\n', '\r'))],
    ['no line end behind the last row', every((file) => file.trimEnd())],
    ['blank lines, and lines of commas', every((file) => file.replaceAll('\n', '\n\n,,,\n'))],
    ['every cell in quotation marks', every((file) => file.replace(/[^,\n]+|(?<=,)(?=[,\n])/g, '"$&"'))],
    ['semicolons between cells', every((file) => file.replaceAll(',', ';'))],
    ['tabs between cells', every((file) => file.replaceAll(',', '\t'))],
    ['bars between cells', every((file) => file.replaceAll(',', '|'))],
    ['the line by which Excel names the separator', every((file) => `sep=;\n${file.replaceAll(',', ';')}`)],
    ['titles in upper case', every(header((title) => title.toUpperCase()))],
    ['titles with spaces about them', every(header((title) => ` ${title}\u00a0`))],
    ['titles in words', every(header((title) => title.replace(/[A-Z]/g, ' $&')))],
    ['titles with underscores', every(header((title) => title.replace(/[A-Z]/g, '_$&').toUpperCase()))],
    ['a comma behind every line', every((file) => file.replaceAll('\n', ',\n'))],
    ['a comma behind the heading alone', every((file) => file.replace('\n', ',\n'))],
    ['commas behind the rows alone', every(rows((line) => `${line},,`))],
    [
      'spaces about values',
      every(
        rows((line) =>
          cells(line)
            .map((cell) => ` ${cell}\t`)
            .join(','),
        ),
      ),
    ],
    [
      'marks that cannot be seen about values',
      every(
        rows((line) =>
          cells(line)
            .map((cell) => `\u200b${cell}\u00a0`)
            .join(','),
        ),
      ),
    ],
    ['UTF-16 with its mark', every((file) => Buffer.from(`\ufeff${file}`, 'utf16le'))],
    ['a column of the vendor in front', every((file) => file.replace(/^(?=.)/gm, 'x,').replace('x,', 'Export Row,'))],
    [
      'status and dateLastModified filled',
      every((file) =>
        file.startsWith('propertyName')
          ? file
          : file
              .replace(/(?<=.)$/gm, ',active,2026-09-01T02:00:00.000Z')
              .replace(',active,2026-09-01T02:00:00.000Z', ',status,dateLastModified'),
      ),
    ],
  ])('%s', async (_case, files) => {
    const [plain, changed] = [await readBundle(), await readBundle(files)];
    expect(refused(changed)).toStrictEqual([]);
    expect(staged(changed)).toStrictEqual(staged(plain));
    expect([changed.told, changed.version, changed.report.counts.taken]).toStrictEqual([
      plain.told,
      plain.version,
      plain.report.counts.taken,
    ]);
    isRight(changed);
  });

  it.each([
    ['one folder', (name: string) => `OneRoster/${name}`],
    ['folders of folders', (name: string) => `exports/2026-09-01/OneRoster/${name}`],
    ['a folder as Windows writes it', (name: string) => `OneRoster\\${name}`],
    ['names in upper case', (name: string) => name.toUpperCase()],
  ])('files in %s, beside what a Mac adds', async (_case, rename) => {
    const files = filesOf({}).map(({ name, content }) => ({ name: rename(name), content }));
    const beside = ['__MACOSX/._users.csv', '__MACOSX/OneRoster/._orgs.csv', '.DS_Store'];
    const zip = await zipOf(
      files
        .map(({ name, content }) => ({ name: name.replace('\\', '~'), content }))
        .concat(beside.map((name) => ({ name, content: 'x' }))),
    );
    const packed = Buffer.from(zip.toString('latin1').replaceAll('OneRoster~', 'OneRoster\\'), 'latin1');
    const changed = await readZip(packed);
    expect(staged(changed)).toStrictEqual(staged(await readBundle()));
    expect(changed.report.entries).toStrictEqual([]);
  });
});

describe('what vendors write differently is understood', () => {
  it.each<[string, Files, object]>([
    ...['true', 'TRUE', '1', 'Y', 'yes', 'T', ''].map((word): [string, Files, object] => [
      `enabledUser ${word}`,
      users((file) => file.replace('g1,true', `g1,${word}`)),
      { enabled: true },
    ]),
    ...['false', 'FALSE', '0', 'N', 'no', 'F', 'Disabled', 'inactive'].map((word): [string, Files, object] => [
      `enabledUser ${word}`,
      users((file) => file.replace('g1,true', `g1,${word}`)),
      { enabled: false },
    ]),
    ...['"s1,s2"', 's1;s2', 's1|s2', '"s1, s2"', 's1; s2'].map((agents): [string, Files, object] => [
      `agents ${agents}`,
      users((file) => file.replace('Maya,Alder,s2', `Maya,Alder,${agents}`)),
      { agents: ['s1', 's2'] },
    ]),
    [
      'agents of ids that have a bar inside',
      users((file) => file.replace('Maya,Alder,s2', 'Maya,Alder,SIS|7').replace('s2,true', 'SIS|7,true')),
      { agents: ['SIS|7'] },
    ],
    [
      'agents under the title of OneRoster 1.0',
      users((file) => file.replace('agentSourcedIds', 'agents')),
      { agents: ['s2'] },
    ],
    [
      'an e-mail address in place of a username',
      users((file) =>
        file
          .replace(/$/gm, ',')
          .replace('agentSourcedIds,', 'agentSourcedIds,email')
          .replace('g1,true,maya', 'g1,true,')
          .replace('Maya,Alder,s2,', 'Maya,Alder,s2,maya@family.example'),
      ),
      { username: 'maya@family.example', email: 'maya@family.example' },
    ],
    [
      'a quotation mark in a name',
      users((file) => file.replace('Maya,', 'Maya "May" Q,')),
      { givenName: 'Maya "May" Q' },
    ],
    ['a name beyond Latin', users((file) => file.replace('Maya,', 'Måja-Łucja 李,')), { givenName: 'Måja-Łucja 李' }],
    ['a line break in a name', users((file) => file.replace('Maya,', '"Maya\r\nAnn",')), { givenName: 'Maya\r\nAnn' }],
    [
      'a name in Latin-1',
      { users: Buffer.from(text('users').replace('Maya,', 'Zoë,'), 'latin1') },
      { givenName: 'Zoë' },
    ],
  ])('%s', async (_case, files, expected) => {
    const result = await readBundle(files);
    expect(refused(result)).toStrictEqual([]);
    expect(result.rows.users.at(-1)).toMatchObject(expected);
    expect(result.told.people).toBe('whole');
    isRight(result);
  });

  it.each([
    ['Parent', 'parent'],
    ['GUARDIAN', 'guardian'],
    ['legal guardian', 'guardian'],
    ['Legal_Guardian', 'guardian'],
    ['relative', 'relative'],
    ['Teacher of record', 'teacher'],
    ['Site Administrator', 'siteadministrator'],
    ['district-administrator', 'districtadministrator'],
  ])('the role “%s”', async (word, expected) => {
    const inRoles = await readBundle({ roles: text('roles').replace('guardian,b1', `${word},b1`) });
    expect([refused(inRoles), inRoles.rows.roles.at(-1)!.word]).toStrictEqual([[], expected]);
    const manifest = 'propertyName,value\noneroster.version,1.1\n';
    const old = 'sourcedId,enabledUser,orgSourcedIds,role,username,givenName,familyName\n';
    const inUsers = await readBundle({ manifest, roles: null, users: `${old}g1,1,b1,${word},maya,Maya,Alder\n` });
    expect([refused(inUsers), inUsers.rows.users[0]!.role]).toStrictEqual([[], expected]);
  });

  it.each([
    ['2026-12-18', '2026-12-18'],
    ['2026-12-18T00:00:00.000Z', '2026-12-18'],
    ['2026/12/18', '2026-12-18'],
    ['20261218', '2026-12-18'],
    ['2026-9-1', '2026-09-01'],
    ['9/1/2026', '2026-09-01'],
    ['09/01/2026 00:00', '2026-09-01'],
    ['9-1-2026', '2026-09-01'],
  ])('the date %s', async (cell, expected) => {
    const result = await readBundle({ academicSessions: text('academicSessions').replace('2026-12-18', cell) });
    expect([refused(result), result.rows.terms[0]!.ends]).toStrictEqual([[], expected]);
  });

  it.each(['TOBEDELETED', 'toBeDeleted', 'to be deleted', 'Inactive', 'deleted'])('the status %s', async (word) => {
    const manifest = 'propertyName,value\noneroster.version,1.2\nfile.enrollments,delta\n';
    const delta = `sourcedId,status,classSourcedId,userSourcedId,role\ne3,${word},,,\n`;
    const result = await readBundle({ manifest, enrollments: delta });
    expect([refused(result), result.rows.enrollments]).toMatchObject([[], [{ id: 'e3', deleted: true }]]);
  });
});

describe('what cannot be taken is refused with file, line and column, and the rest is taken', () => {
  it.each<[string, Files, string[]]>([
    [
      'a year of two digits',
      { demographics: text('demographics').replace('2012-03-04', '3/4/12') },
      ['demographics.csv:2 birthDate not-a-date'],
    ],
    [
      'digits that are no date',
      { demographics: text('demographics').replace('2012-03-04', '20121') },
      ['demographics.csv:2 birthDate not-a-date'],
    ],
    [
      'a role that is none',
      { roles: text('roles').replace('teacher', 'custodian') },
      ['roles.csv:2 role unknown-role'],
    ],
    [
      'a membership of nobody',
      { enrollments: text('enrollments').replace('e2,c1,b1,s1', 'e2,c1,b1,') },
      ['enrollments.csv:3 userSourcedId value-missing'],
    ],
    [
      'a user whom neither a name nor an address lets in',
      users((file) => file.replace('g1,true,maya', 'g1,true,')),
      ['users.csv:6 username value-missing'],
    ],
    [
      'a row that is cut short',
      users((file) => file.replace('s2,true,ben,Ben,Alder,', 's2,true,ben')),
      ['users.csv:5  too-few-values'],
    ],
    [
      'a name whose comma is not quoted',
      users((file) => file.replace('Ben,Alder,', 'Ben,Alder, Jr.,g1')),
      ['users.csv:5  too-many-values'],
    ],
    [
      'the same behind a tab',
      users((file) => file.replaceAll(',', '\t').replace('Ben\tAlder\t', 'Ben\tAlder\tJr.\tg1')),
      ['users.csv:5  too-many-values'],
    ],
    ['a NUL byte', users((file) => file.replace('Ben', 'B\0n')), ['users.csv:5 givenName value-unusable']],
    [
      'a row below a line break in a value',
      users((file) => file.replace('Ann,', '"An\nn",').replace('s2,true,ben,Ben,', 's2,true,ben,,')),
      ['users.csv:6 givenName value-missing'],
    ],
  ])('%s', async (_case, files, expected) => {
    const [plain, result] = [await readBundle(), await readBundle(files)];
    expect(refused(result)).toStrictEqual(expected);
    expect(result.report.counts).toStrictEqual({
      seen: plain.report.counts.seen,
      taken: plain.report.counts.taken - 1,
      refused: 1,
    });
    isRight(result);
  });

  it('a status of no meaning is told, and its row is taken as active', async () => {
    const result = await readBundle({
      orgs: 'sourcedId,status,name,type\nd1,,District,district\nb1,Current,Lincoln School,school\n',
    });
    expect(result.entries).toStrictEqual(['orgs.csv:3  status-unknown']);
    expect(result.rows.orgs).toHaveLength(2);
  });
});
