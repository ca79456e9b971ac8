import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { zipOf, type BundledFile } from '../testing/roster-bundle.js';
import { emptyRoster, rosterState } from '../testing/roster-state.js';
import { runDirectory, type RunningDirectory } from '../testing/running-directory.js';

interface Vendor {
  readonly files: Readonly<Record<string, string>>;
  /** Refused rows, each as `file:line column code`. */
  readonly refused: readonly string[];
  /** What is told besides. */
  readonly noted: readonly string[];
}

const sessions = `sourcedId,title,type,startDate,endDate,schoolYear\r\nt1,Fall,term,8/20/2026,12/18/2026,2027\r\n`;

/** One school in the manner of different student information systems; every one holds faults of its own. */
const vendors: Readonly<Record<string, Vendor>> = {
  'OneRoster 1.1 with CR LF, dates as M/D/YYYY, vendor columns, and a parent without a username': {
    files: {
      'manifest.csv':
        'propertyName,value\r\nmanifest.version,1.0\r\noneroster.version,1.1\r\nfile.users,bulk\r\nfile.classes,\r\nsource.systemName,SIS\r\n',
      'orgs.csv':
        'sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\r\nd1,,,District,district,,\r\nb1,,,Lincoln School,school,100,d1\r\n',
      'academicSessions.csv': sessions,
      'classes.csv':
        'sourcedId,title,courseSourcedId,classCode,classType,schoolSourcedId,termSourcedIds,metadata.periodName\r\nc1,Biology,k1,BIO,scheduled,b1,t1,P1\r\nc2,"Robotics, advanced",k2,ACT-1,scheduled,b1,t1,P2\r\nc3,Ghost Class,k3,X,scheduled,b9,t1,P3\r\n',
      'users.csv':
        'sourcedId,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,email,agentSourcedIds,grades,password,ext_homeRoom\r\np1,TRUE,"b1,d1",Teacher,robin,,Robin,Teacher,r@x.example,,,,12\r\ns1,TRUE,b1,Student,ann,,Ann,Alder,,"g1,g9","09,10",,12\r\ng1,TRUE,b1,Parent,,,Maya,Alder,maya@family.example,s1,,,\r\ns2,TRUE,b1,Student,ben,,,Birch,,,09,,\r\n',
      'enrollments.csv':
        'sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\r\ne1,c1,b1,p1,teacher,true,8/20/2026,12/18/2026\r\ne2,c1,b1,s1,student,false,8/20/2026,\r\ne3,c1,b1,s7,student,false,,\r\ne4,c3,b9,s1,student,false,,\r\ne1,c2,b1,p1,teacher,,,\r\n',
    },
    refused: [
      'classes.csv:4 schoolSourcedId unknown-reference',
      // The link alone is left out; its row is taken.
      'users.csv:3 agentSourcedIds unknown-reference',
      'users.csv:5 givenName value-missing',
      'enrollments.csv:4 userSourcedId unknown-reference',
      'enrollments.csv:5 classSourcedId unknown-reference',
      'enrollments.csv:6 sourcedId duplicate-id',
    ],
    noted: ['classes.csv:1  column-unknown', 'users.csv:1  column-unknown'],
  },
  'OneRoster 1.2 without a manifest, roles in userProfiles.csv, parted by tabs': {
    files: {
      'orgs.csv': 'sourcedId\tname\ttype\nd1\tDistrict\tdistrict\nb1\tLincoln School\tSchool\n',
      'academicSessions.csv': 'sourcedId\tendDate\nt1\t2026-12-18\n',
      'classes.csv':
        'sourcedId\ttitle\tschoolSourcedId\ttermSourcedIds\tclassCode\nc1\tBiology\tb1\tt1\tBIO\nc2\tRobotics, advanced\tb1\tt1\tACT-1\n',
      'users.csv':
        'sourcedId\tenabledUser\tusername\tgivenName\tfamilyName\temail\tagentSourcedIds\np1\t1\trobin\tRobin\tTeacher\tr@x.example\t\ns1\tY\tann\tAnn\tAlder\t\tg1\ng1\t1\t\tMaya\tAlder\tmaya@family.example\ts1\n',
      'userProfiles.csv':
        'sourcedId\tuserSourcedId\tprofileType\tvendorId\tcredentialType\tusername\tpassword\trole\torgSourcedId\nu1\tp1\tx\tv\tc\tr\tsecret\tTeacher of record\tb1\nu2\ts1\tx\tv\tc\ta\t\tstudent\tb1\nu3\tg1\tx\tv\tc\tm\t\tlegal guardian\tb1\nu4\ts1\tx\tv\tc\ta\t\tjanitor\tb1\n',
      'enrollments.csv': 'classSourcedId\tuserSourcedId\trole\nc1\tp1\tteacher\nc1\ts1\tstudent\nc1\ts1\tstudent\n',
    },
    refused: ['userProfiles.csv:5 role unknown-role', 'enrollments.csv:4 userSourcedId duplicate-row'],
    noted: ['manifest.csv:  file-missing', 'userProfiles.csv:1  column-refused'],
  },
  'School Data Sync 2.1 with relationships.csv, in folders of folders': {
    files: {
      'export/2026/orgs.csv':
        'sourcedId,name,type,parentSourcedId\nd1,District,district,\nb1,Lincoln School,school,d1\n',
      'export/2026/academicSessions.csv':
        'sourcedId,title,type,schoolYear,startDate,endDate\nt1,Fall,term,2027,2026-08-20,2026-12-18\n',
      'export/2026/classes.csv':
        'sourcedId,orgSourcedId,title,sessionSourcedIds,code\nc1,b1,Biology,t1,BIO\nc2,b1,"Robotics, advanced",t1,ACT-1\n',
      'export/2026/users.csv':
        'sourcedId,username,givenName,familyName,password,activeDirectoryMatchId,email,phone,sms\np1,robin,Robin,Teacher,,,r@x.example,,\ns1,ann,Ann,Alder,secret,,,,\ng1,maya,Maya,Alder,,,maya@family.example,,\n',
      'export/2026/roles.csv':
        'userSourcedId,orgSourcedId,role,sessionSourcedId,grade,isPrimary,roleStartDate,roleEndDate\np1,b1,faculty,t1,,true,,\ns1,b1,student,t1,09,true,,\ng1,b1,guardian,,,true,,\n',
      'export/2026/enrollments.csv': 'classSourcedId,userSourcedId,role\nc1,p1,teacher\nc1,s1,student\nc1,s8,student\n',
      'export/2026/relationships.csv':
        'userSourcedId,relationshipUserSourcedId,relationshipRole\ns1,g1,parent\ns1,p1,neighbor\n',
      '__MACOSX/export/2026/._users.csv': 'x',
    },
    refused: ['enrollments.csv:4 userSourcedId unknown-reference'],
    noted: [
      'manifest.csv:  file-missing',
      'users.csv:1  column-unknown',
      'users.csv:1  column-refused',
      'relationships.csv:3  not-a-guardian',
    ],
  },
};

describe('a first bundle of another vendor', () => {
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

  it.each(Object.entries(vendors))('%s', async (_name, { files, refused, noted }) => {
    const bundle = await zipOf(Object.entries(files).map(([name, content]): BundledFile => ({ name, content })));
    const { body } = await directory.postBundle(bundle);
    expect(body.status).toBe('completed');
    const { entries, counts } = body.report;
    const told = (severity: string): string[] =>
      entries.flatMap((entry: Record<string, string>) =>
        entry['severity'] === severity
          ? [`${entry['file']}:${entry['line'] ?? ''} ${entry['column'] ?? ''} ${entry['code']}`]
          : [],
      );
    expect(told('refused')).toStrictEqual(refused);
    expect(told('note')).toStrictEqual(noted);
    expect(counts).toMatchObject({
      seen: counts.taken + counts.refused,
      refused: refused.filter((entry) => !entry.includes('agentSourcedIds')).length,
    });
    expect(await rosterState(directory.database.pool)).toMatchObject({
      roles: { p1: expect.arrayContaining(['teacher@b1']), s1: ['student@b1'], g1: ['guardian'] },
      members: { c1: ['p1 staff', 's1 student'] },
      guardians: { s1: ['g1'] },
      groups: { c1: '2026-12-18', c2: '2026-12-18' },
    });
    // The same bundle in the night after says nothing new.
    const before = await directory.eventCounts();
    expect((await directory.postBundle(bundle)).body).toMatchObject({ status: 'completed', report: { changes: {} } });
    expect(await directory.eventCounts()).toStrictEqual(before);
  });
});
