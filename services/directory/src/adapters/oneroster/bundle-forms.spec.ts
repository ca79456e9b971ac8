import { describe, expect, it } from '@jest/globals';
import { readBundle as read, readZip, said, type ReadBundle } from '../../../testing/read-bundle.js';
import { filesOf, zipOf } from '../../../testing/roster-bundle.js';

const codes = ({ report }: ReadBundle) => report.entries.map(({ code }) => code);
const byId = <Row extends { readonly id: string }>(rows: readonly Row[], id: string): Row =>
  rows.find((row) => row.id === id)!;
const whole = {
  people: 'whole',
  roles: 'whole',
  birthDates: 'whole',
  groups: 'whole',
  members: 'whole',
  relations: 'whole',
  contacts: 'absent',
};
const users11 = `sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
p1,,,true,"b1,d1",teacher,robin,,Robin,Teacher,,,,,,,,
p2,,,true,b1,administrator,pat,,Pat,Principal,,,,,,,,
p3,,,true,d1,administrator,sue,,Sue,Superintendent,,,,,,,,
s1,,,true,b1,student,ann,,Ann,Alder,,,,,,g1,06,
s2,,,true,b1,student,ben,,Ben,Alder,,,,,,,06,
g1,,,false,b1,parent,maya,,Maya,Alder,,,maya@family.example,,555-0100,s2,,
`;
const manifest12 = 'propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\n';
const version11 = 'propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\n';

describe('a OneRoster bundle in the forms that exports give it', () => {
  it('is read in version 1.2', async () => {
    const result = await read();
    expect(result.version).toBe('1.2');
    expect(codes(result)).toStrictEqual([]);
    expect(result.told).toStrictEqual(whole);
    const { rows } = result;
    expect(byId(rows.users, 's1')).toMatchObject({ line: 4, agents: ['g1'], role: null, orgs: [] });
    expect(byId(rows.roles, 'r2')).toStrictEqual({
      line: 3,
      file: 'roles.csv',
      id: 'r2',
      key: 'roles.csv r2',
      deleted: false,
      person: 'p2',
      word: 'principal',
      org: 'b1',
      begins: null,
      ends: null,
    });
    expect(byId(rows.terms, 't1')).toMatchObject({ ends: '2026-12-18' });
    expect(byId(rows.classes, 'c1')).toMatchObject({ kind: 'class', school: 'b1', terms: ['t1'] });
    expect(byId(rows.classes, 'c2')).toMatchObject({ kind: 'activity' });
    expect(byId(rows.enrollments, 'e1')).toMatchObject({ group: 'c1', person: 'p1', side: 'staff', key: 'e1' });
    expect(rows.relations.map(({ type, person, related }) => [type, person, related])).toStrictEqual([
      ['supervisor', 'p1', 'p2'],
      ['sibling', 's1', 's2'],
    ]);
  });

  it('is read in version 1.1, where users carry their roles', async () => {
    const result = await read({ manifest: version11, users: users11, roles: null });
    expect(result.version).toBe('1.1');
    expect(codes(result)).toStrictEqual([]);
    expect(result.told).toStrictEqual(whole);
    expect(byId(result.rows.users, 'p1')).toMatchObject({ role: 'teacher', orgs: ['b1', 'd1'] });
    expect(byId(result.rows.users, 'g1')).toMatchObject({
      role: 'parent',
      enabled: false,
      email: 'maya@family.example',
      phone: '555-0100',
      agents: ['s2'],
    });
  });

  it('says from when until when a role and a membership hold', async () => {
    const { rows } = await read({
      roles: 'sourcedId,userSourcedId,role,orgSourcedId,beginDate,endDate\nr1,p1,teacher,b1,8/20/2026,2027-06-10\n',
      enrollments:
        'sourcedId,classSourcedId,userSourcedId,role,beginDate,endDate\ne1,c1,p1,teacher,2026-08-20T00:00:00Z,\n',
    });
    expect(rows.roles[0]).toMatchObject({ begins: '2026-08-20', ends: '2027-06-10' });
    expect(rows.enrollments[0]).toMatchObject({ begins: '2026-08-20', ends: null });
  });

  it('says nothing of standard columns that the policy has no use for, nor of refused ones that are blank', async () => {
    const result = await read({
      orgs: 'sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\nd1,,,District,district,9,\nb1,,,Lincoln School,school,1,d1\n',
      academicSessions:
        'sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\nt1,,,Fall,term,2026-08-20,2026-12-18,,2027\n',
      classes:
        'sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods\nc1,,,Biology,06,k1,BIO1,scheduled,12,b1,t1,Science,1,2\nc2,,,Robotics,06,k1,ACT-1,scheduled,12,b1,t1,,,\n',
      users: `sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns
p1,,,true,robin,,Robin,Teacher,Q,7,,,,,,,m,,,,b1,
p2,,,true,pat,,Pat,Principal,,,,,,,,,,,,,,
s1,,,true,ann,,Ann,Alder,,,,,,g1,06,,,,,,b1,
s2,,,true,ben,,Ben,Alder,,,,,,,06,,,,,,b1,
g1,,,true,maya,,Maya,Alder,,,,,,s2,,,,,,,,
`,
      roles: `sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId
r1,,,p1,primary,teacher,2026-08-20,,b1,
r2,,,p2,primary,principal,,,b1,
r3,,,s1,primary,student,,,b1,
r4,,,s2,primary,student,,,b1,
r5,,,g1,primary,guardian,,,b1,
`,
      enrollments: `sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate
e1,,,c1,b1,p1,teacher,true,2026-08-20,2026-12-18
`,
      demographics: `sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus
s1,,,2012-03-04,,,,,,,,,,,,
`,
    });
    expect(result.report.entries).toStrictEqual([]);
  });

  it('names refused columns that hold something, and vendor columns once a file', async () => {
    const { report, rows } = await read({
      users: `sourcedId,enabledUser,username,givenName,familyName,password,pronouns,ext_bus,metadata.shoe,role
p1,true,robin,Robin,Teacher,secret,,7,8,
`,
      roles: 'userSourcedId,role,orgSourcedId\np1,teacher,b1\n',
      enrollments: null,
      demographics: null,
      relations: null,
    });
    expect(report.entries.filter(({ file }) => file === 'users.csv')).toStrictEqual([
      {
        file: 'users.csv',
        line: 1,
        code: 'column-unknown',
        message: 'Columns that are not read: ext_bus, metadata.shoe.',
        severity: 'note',
      },
      {
        file: 'users.csv',
        line: 1,
        code: 'column-refused',
        message: 'Not needed and never stored: password. Leave it out of the export.',
        severity: 'note',
      },
    ]);
    expect(JSON.stringify(rows)).not.toContain('secret');
  });

  it.each([
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['CR', (text: string) => text.replaceAll('\n', '\r')],
    ['line ends of both kinds', (text: string) => text.replace('\n', '\r\n')],
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['no line end at the end', (text: string) => text.trimEnd()],
    ['blank lines and lines of nothing but commas at the end', (text: string) => `${text}\n\n,,,,\n`],
    ['upper-case headings', (text: string) => text.replace(/^[^\n]*/, (line) => line.toUpperCase())],
    ['spaces around values', (text: string) => text.replaceAll(',', ' , ')],
  ])('is the same with %s', async (_form, change) => {
    const plain = await read();
    const changed = await read(
      Object.fromEntries(filesOf({}).map(({ name, content }) => [name.replace('.csv', ''), change(String(content))])),
    );
    expect(codes(changed)).toStrictEqual([]);
    expect(changed.told).toStrictEqual(plain.told);
    expect(changed.rows).toStrictEqual(plain.rows);
  });

  it('is the same in one wrapping folder, with names in upper or lower case, beside what a Mac adds', async () => {
    const plain = await read();
    for (const spell of [(name: string) => name.toUpperCase(), (name: string) => name.toLowerCase()]) {
      const files = filesOf({}).map(({ name, content }) => ({ name: `export/${spell(name)}`, content }));
      const zip = await zipOf([
        ...files,
        { name: '__MACOSX/._users.csv', content: 'x' },
        { name: '.DS_Store', content: 'x' },
      ]);
      const { rows, entries } = await readZip(zip);
      expect(entries).toStrictEqual([]);
      expect(rows).toStrictEqual(plain.rows);
    }
  });

  it('may be in Latin-1, may misspell columns and may write dates as M/D/YYYY', async () => {
    const { rows, report } = await read({
      users: Buffer.from(
        `sourcedId,dataLastModified,username,givenName,familyName,prefferedGivenName,agentSourcedIds
p1,,robin,Robin,Teacher,,
p2,,pat,Pat,Principal,,
s1,,ann,Zo\u00eb,Mu\u00f1oz,Zo,g1
s2,,ben,Ben,Alder,,
g1,,maya,Maya,Alder,,s2
`,
        'latin1',
      ),
      academicSessions: 'sourcedId,endDate\nt1,1/05/2027\n',
      demographics: 'sourcedId,birthDate\ns1,3/4/2012\n',
    });
    expect(report.entries.map(({ file, code }) => [file, code])).toStrictEqual([['users.csv', 'not-utf-8']]);
    expect(byId(rows.users, 's1')).toMatchObject({
      givenName: 'Zo\u00eb',
      familyName: 'Mu\u00f1oz',
      preferredGivenName: 'Zo',
    });
    expect(byId(rows.birthDates, 's1').birthDate).toBe('2012-03-04');
    expect(byId(rows.terms, 't1').ends).toBe('2027-01-05');
  });

  it.each([
    ['little-endian with a byte order mark', 'utf16le', '\ufeff'],
    ['little-endian without one', 'utf16le', ''],
    ['big-endian with one', 'utf16be', '\ufeff'],
  ])('may be in UTF-16, %s', async (_form, encoding, mark) => {
    const text = `${mark}sourcedId,username,givenName,familyName\ns1,ann,Zo\u00eb,Mu\u00f1oz\n`;
    const bytes = Buffer.from(text, 'utf16le');
    const { rows, report } = await read({
      users: encoding === 'utf16be' ? bytes.swap16() : bytes,
      roles: null,
      enrollments: null,
      demographics: null,
      relations: null,
    });
    expect(report.entries.map(({ file, code }) => [file, code])).toContainEqual(['users.csv', 'not-utf-8']);
    expect(byId(rows.users, 's1')).toMatchObject({ givenName: 'Zo\u00eb', familyName: 'Mu\u00f1oz' });
  });

  it('may lack its manifest or leave its values blank, and may put role rows into userProfiles.csv', async () => {
    const without = await read({ manifest: null });
    expect(without.report.entries.map(({ file, code }) => [file, code])).toStrictEqual([
      ['manifest.csv', 'file-missing'],
    ]);
    expect(without.told).toStrictEqual(whole);
    const blank = await read({ manifest: 'propertyName,value\noneroster.version,\nfile.users,\nfile.orgs,\n' });
    expect(blank).toMatchObject({ version: '1.2', entries: [], told: whole });
    const profiles = await read({
      roles: null,
      userProfiles: `sourcedId,userSourcedId,profileType,vendorId,credentialType,username,password,role,orgSourcedId
u1,p1,sso,v,oauth,robin,,teacher,b1
u2,p1,sso,v,oauth,robin,,,
u3,s1,sso,v,oauth,ann,,student,b1
`,
    });
    expect(profiles.rows.roles.map(({ key, word, org }) => [key, word, org])).toStrictEqual([
      ['userprofiles.csv u1', 'teacher', 'b1'],
      ['userprofiles.csv u3', 'student', 'b1'],
    ]);
    expect(profiles.told.roles).toBe('whole');
    const silent = await read({ userProfiles: 'sourcedId,userSourcedId,profileType\nu1,p1,sso\n' });
    expect(silent.told.roles).toBe('whole');
  });

  it('may carry roles in its users though it calls itself 1.2, or in a file of roles though it calls itself 1.1', async () => {
    const inUsers = await read({ users: users11, roles: null });
    expect(byId(inUsers.rows.users, 'p2')).toMatchObject({ role: 'administrator', orgs: ['b1'] });
    expect(inUsers.told.roles).toBe('part');
    const inFile = await read({ manifest: version11 });
    expect(inFile).toMatchObject({ version: '1.1', entries: [], told: whole });
    expect(inFile.rows.roles).toHaveLength(5);
  });

  it('may lack courses.csv, and may be in the form of Microsoft School Data Sync 2.1', async () => {
    const { rows, entries, told } = await read({
      manifest: null,
      academicSessions:
        'sourcedId,title,type,schoolYear,startDate,endDate\nt1,Fall,semester,2026,2026-08-20,2026-12-18\n',
      classes: 'sourcedId,orgSourcedId,title,sessionSourcedIds,courseSourcedId,code\nc1,b1,Biology,t1,,BIO1\n',
      users:
        'sourcedId,username,givenName,familyName,password,activeDirectoryMatchId,email,phone,sms\ns1,ann,Ann,Alder,,,,,\ng1,maya,Maya,Alder,,,,,\nd1,doc,Dee,Doctor,,,,,\n',
      roles:
        'userSourcedId,orgSourcedId,role,sessionSourcedId,grade,isPrimary,roleStartDate,roleEndDate\ns1,b1,student,,06,true,2026-08-20,2027-06-10\n',
      enrollments: 'classSourcedId,userSourcedId,role\nc1,s1,student\n',
      demographics: 'userSourcedId,birthDate,ethnicityCodes\ns1,2012-03-04,\n',
      relations: null,
      relationships: 'userSourcedId,relationshipUserSourcedId,relationshipRole\ns1,g1,parent\ns1,d1,doctor\n',
    });
    expect(entries).toStrictEqual([
      'manifest.csv:  file-missing',
      'users.csv:1  column-unknown',
      'demographics.csv:1  column-unknown',
      'relationships.csv:3  not-a-guardian',
    ]);
    expect(told.contacts).toBe('whole');
    expect(rows.classes[0]).toMatchObject({ school: 'b1', terms: ['t1'] });
    expect(rows.roles[0]).toMatchObject({
      begins: '2026-08-20',
      ends: '2027-06-10',
      key: '=s1\nstudent\nb1\n2026-08-20',
    });
    expect(rows.birthDates[0]).toMatchObject({ id: 's1', birthDate: '2012-03-04' });
    expect(said(rows.contacts)).toStrictEqual([
      { student: 's1', contact: 'g1', guardian: true },
      { student: 's1', contact: 'd1', guardian: false },
    ]);
  });

  it('as a delta says what is added, replaced and gone, by the id of a row or by what it says', async () => {
    const { rows, entries, told } = await read({
      manifest: `${manifest12}file.users,delta\nfile.roles,delta\nfile.classes,delta\nfile.enrollments,delta\n`,
      orgs: null,
      academicSessions: null,
      demographics: null,
      relations: null,
      users: `sourcedId,status,dateLastModified,username,givenName,familyName,agentSourcedIds
s1,active,2026-11-01T00:00:00Z,ann,Ann,Alder-Birch,"g1,g9,g1"
s2,tobedeleted,2026-11-01T00:00:00Z,,,,
`,
      roles: 'sourcedId,status,userSourcedId,role,orgSourcedId\nr1,tobedeleted,,,\n,tobedeleted,p1,teacher,b1\n',
      classes: 'sourcedId,status,title,schoolSourcedId,termSourcedIds\nc1,active,Botany,b1,t1\nc2,tobedeleted,,,\n',
      enrollments: 'sourcedId,status,classSourcedId,userSourcedId,role\ne3,tobedeleted,,,\ne9,active,c9,p9,teacher\n',
    });
    expect(entries).toStrictEqual(['orgs.csv:  file-missing']);
    expect(told).toStrictEqual({
      people: 'part',
      roles: 'part',
      birthDates: 'absent',
      groups: 'part',
      members: 'part',
      relations: 'absent',
      contacts: 'absent',
    });
    const gone = (list: readonly { readonly deleted: boolean }[]) => list.map(({ deleted }) => deleted);
    expect(gone(rows.users)).toStrictEqual([false, true]);
    expect(rows.users[0]!.agents).toStrictEqual(['g1', 'g9']);
    expect(gone(rows.classes)).toStrictEqual([false, true]);
    expect(rows.roles.map(({ key, deleted }) => [key, deleted])).toStrictEqual([
      ['roles.csv r1', true],
      ['=p1\nteacher\nb1\n', true],
    ]);
    expect(gone(rows.enrollments)).toStrictEqual([true, false]);
  });

  it('with rows to be deleted under a silent manifest is no whole list', async () => {
    const { told, report } = await read({
      users: 'sourcedId,status,username,givenName,familyName\ns2,tobedeleted,ben,Ben,Alder\n',
      roles: null,
      enrollments: null,
      demographics: null,
      relations: null,
    });
    expect(told.people).toBe('part');
    expect(report.entries.map(({ code }) => code)).toContain('list-not-whole');
  });
});
