import { describe, expect, it } from '@jest/globals';
import { bundleOf, withFile, zipOf, filesOf, type Files } from '../../../testing/roster-bundle.js';
import { oneRosterBundleReader } from './index.js';

const read = async (files: Files = {}) => withFile(await bundleOf(files), (file) => oneRosterBundleReader().read(file));
const codes = ({ report }: Awaited<ReturnType<typeof read>>) => report.entries.map(({ code }) => code);
const whole = {
  people: 'whole',
  roles: 'whole',
  birthDates: 'whole',
  groups: 'whole',
  members: 'whole',
  relations: 'whole',
};
const users11 = `sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password
p1,,,true,"b1,d1",teacher,robin,,Robin,Teacher,,,,,,,,
p2,,,true,b1,administrator,pat,,Pat,Principal,,,,,,,,
p3,,,true,d1,administrator,sue,,Sue,Superintendent,,,,,,,,
s1,,,true,b1,student,ann,,Ann,Alder,,,,,,g1,06,
s2,,,true,b1,student,ben,,Ben,Alder,,,,,,,06,
g1,,,false,b1,parent,maya,,Maya,Alder,,,maya@family.example,,555-0100,s2,,
`;
const version11 = 'propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\n';

describe('a OneRoster bundle in the forms that exports give it', () => {
  it('is read in version 1.2, with guardian links from either end', async () => {
    const result = await read();
    expect(result.report.version).toBe('1.2');
    expect(codes(result)).toStrictEqual([]);
    expect(result.snapshot.coverage).toStrictEqual(whole);
    const { stated } = result.snapshot;
    expect(Object.fromEntries(stated.guardianships)).toStrictEqual({
      s1: [{ guardianSourcedId: 'g1', placeOnStudentRow: 0, onGuardianRow: false }],
      s2: [{ guardianSourcedId: 'g1', placeOnStudentRow: null, onGuardianRow: true }],
    });
    expect(stated.roles.get('p2')).toStrictEqual([{ role: 'principal', buildingSourcedId: 'b1' }]);
    expect(stated.groups.get('c1')).toMatchObject({ kind: 'class', endsOn: '2026-12-18' });
    expect(stated.groups.get('c2')).toMatchObject({ kind: 'activity' });
    expect(stated.members.get('c1')).toStrictEqual({ students: ['s1', 's2'], staff: ['p1'] });
    expect(stated.supervisors.get('p1')).toBe('p2');
    expect(stated.siblings.get('s2')).toStrictEqual(['s1']);
    expect(result.uncertain).toStrictEqual([]);
  });

  it('is read in version 1.1, where users carry their roles', async () => {
    const result = await read({ manifest: version11, users: users11, roles: null });
    expect(result.report.version).toBe('1.1');
    expect(codes(result)).toStrictEqual([]);
    expect(result.snapshot.coverage).toStrictEqual(whole);
    const { stated } = result.snapshot;
    expect(stated.roles.get('p1')).toStrictEqual([
      { role: 'teacher', buildingSourcedId: 'b1' },
      { role: 'teacher', buildingSourcedId: 'd1' },
    ]);
    expect(stated.roles.get('p2')).toStrictEqual([{ role: 'principal', buildingSourcedId: 'b1' }]);
    expect(stated.roles.get('p3')).toStrictEqual([{ role: 'administrator' }]);
    expect(stated.people.get('g1')).toMatchObject({ enabled: false, email: 'maya@family.example', phone: '555-0100' });
    expect(stated.guardianships.size).toBe(2);
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
    const { report, snapshot } = await read({
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
    expect(JSON.stringify([...snapshot.stated.people])).not.toContain('secret');
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
    expect(changed.snapshot).toStrictEqual(plain.snapshot);
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
      const { snapshot, report } = await withFile(zip, (file) => oneRosterBundleReader().read(file));
      expect(report.entries).toStrictEqual([]);
      expect(snapshot).toStrictEqual(plain.snapshot);
    }
  });

  it('may be in Latin-1, may misspell columns and may write dates as M/D/YYYY', async () => {
    const { snapshot, report } = await read({
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
    expect(snapshot.stated.people.get('s1')).toMatchObject({
      givenName: 'Zo\u00eb',
      familyName: 'Mu\u00f1oz',
      preferredGivenName: 'Zo',
    });
    expect(snapshot.stated.birthDates.get('s1')).toBe('2012-03-04');
    expect(snapshot.stated.groups.get('c1')!.endsOn).toBe('2027-01-05');
  });

  it('may lack its manifest or leave its values blank, and may put role rows into userProfiles.csv', async () => {
    const without = await read({ manifest: null });
    expect(without.report.entries.map(({ file, code }) => [file, code])).toStrictEqual([
      ['manifest.csv', 'file-missing'],
    ]);
    expect(without.snapshot.coverage).toStrictEqual(whole);
    const blank = await read({ manifest: 'propertyName,value\noneroster.version,\nfile.users,\nfile.orgs,\n' });
    expect(blank.report).toMatchObject({ version: '1.2', entries: [] });
    expect(blank.snapshot.coverage).toStrictEqual(whole);
    const profiles = await read({
      roles: null,
      userProfiles: `sourcedId,userSourcedId,profileType,vendorId,credentialType,username,password,role,orgSourcedId
u1,p1,sso,v,oauth,robin,,teacher,b1
u2,p1,sso,v,oauth,robin,,,
u3,s1,sso,v,oauth,ann,,student,b1
`,
    });
    expect(profiles.snapshot.stated.roles.get('p1')).toStrictEqual([{ role: 'teacher', buildingSourcedId: 'b1' }]);
    expect(profiles.snapshot.coverage.roles).toBe('whole');
  });

  it('as a delta adds, replaces and takes what it names, and leaves to the directory what it cannot know', async () => {
    const { snapshot, report, uncertain } = await read({
      manifest: `${manifest12Delta}file.users,delta\nfile.roles,delta\nfile.classes,delta\nfile.enrollments,delta\n`,
      orgs: null,
      academicSessions: null,
      demographics: null,
      relations: null,
      users: `sourcedId,status,dateLastModified,username,givenName,familyName,agentSourcedIds
s1,active,2026-11-01T00:00:00Z,ann,Ann,Alder-Birch,"g1,g9"
s2,tobedeleted,2026-11-01T00:00:00Z,,,,
`,
      roles:
        'sourcedId,status,userSourcedId,role,orgSourcedId\nr1,tobedeleted,p1,teacher,b1\nr9,active,p1,counselor,b9\n',
      classes: 'sourcedId,status,title,schoolSourcedId,termSourcedIds\nc1,active,Botany,b1,t1\nc2,tobedeleted,,,\n',
      enrollments:
        'sourcedId,status,classSourcedId,userSourcedId,role\ne3,tobedeleted,c1,s2,student\ne9,active,c9,p9,teacher\n',
    });
    expect(report.entries.map(({ file, code }) => [file, code])).toStrictEqual([
      ['orgs.csv', 'file-missing'],
      ['classes.csv', 'term-unknown'],
    ]);
    expect(snapshot.coverage).toStrictEqual({
      people: 'named',
      roles: 'rows',
      birthDates: 'absent',
      groups: 'named',
      members: 'rows',
      relations: 'absent',
    });
    expect([...snapshot.removed.people]).toStrictEqual(['s2']);
    expect([...snapshot.removed.groups]).toStrictEqual(['c2']);
    expect(snapshot.removed.roles.get('p1')).toStrictEqual([{ role: 'teacher', buildingSourcedId: 'b1' }]);
    expect(snapshot.removed.members.get('c1')).toStrictEqual({ students: ['s2'], staff: [] });
    expect([...snapshot.held.lastDays]).toStrictEqual(['c1']);
    expect(snapshot.agents).toStrictEqual([
      { personSourcedId: 's1', agentSourcedId: 'g1', place: 0 },
      { personSourcedId: 's1', agentSourcedId: 'g9', place: 1 },
    ]);
    expect(uncertain.map(({ kind, sourcedId, line }) => `${kind} ${sourcedId} ${line}`).sort()).toStrictEqual([
      'buildings b1 2',
      'buildings b9 3',
      'groups c9 3',
      'guardianships g1 2',
      'guardianships g9 2',
      'people p1 2',
      'people p9 3',
      'people s2 2',
    ]);
  });

  it('with rows to be deleted under a silent manifest is no whole list', async () => {
    const { snapshot, report } = await read({
      users: 'sourcedId,status,username,givenName,familyName\ns2,tobedeleted,ben,Ben,Alder\n',
      roles: null,
      enrollments: null,
      demographics: null,
      relations: null,
    });
    expect(snapshot.coverage.people).toBe('named');
    expect(report.entries.map(({ code }) => code)).toContain('list-not-whole');
  });
});

const manifest12Delta = 'propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\n';
