// A district made for the bench: one school, a principal, two people of technology, teachers who each lead one activity of
// 15 students, and two guardians a student, so that every case ends in 30 notices and one grant.
import { finished } from 'node:stream/promises';
import yazl from 'yazl';

const csv = (header, rows) => [header.join(','), ...rows.map((row) => row.join(','))].join('\r\n');

/** @param {number} teachers @returns {Promise<Buffer>} a OneRoster 1.2 bundle with relations.csv */
export async function benchDistrict(teachers) {
  const users = [];
  const roles = [];
  const enrollments = [];
  const classes = [];
  const relations = [];
  const person = (sourcedId, username, agents = '') =>
    users.push([
      sourcedId,
      '',
      '',
      'true',
      username,
      '',
      'Given',
      `Family ${sourcedId}`,
      '',
      '',
      `${username}@bench.example`,
      '',
      '',
      agents && `"${agents}"`,
      '',
    ]);
  const role = (sourcedId, name, org = 'school') =>
    roles.push([`role-${roles.length}`, '', '', sourcedId, 'primary', name, '', '', org, '']);

  person('principal', 'bench.principal');
  role('principal', 'principal');
  person('supervisor', 'bench.supervisor');
  role('supervisor', 'siteAdministrator', 'district');
  for (const id of ['technology1', 'technology2']) {
    person(id, `bench.${id}`);
    role(id, 'systemAdministrator', 'district');
  }
  for (let teacher = 0; teacher < teachers; teacher += 1) {
    const id = `teacher${teacher}`;
    person(id, `bench.${id}`);
    role(id, 'teacher');
    relations.push(['supervisor', id, 'supervisor', '', '', '', '', '', '']);
    classes.push([
      `activity${teacher}`,
      '',
      '',
      `Activity ${teacher}`,
      '',
      'course',
      `ACT-${teacher}`,
      'scheduled',
      '',
      'school',
      'year',
      '',
      '',
      '',
    ]);
    enrollments.push([`enrol-${id}`, '', '', `activity${teacher}`, 'school', id, 'teacher', 'true', '', '']);
    for (let index = 0; index < 15; index += 1) {
      const student = `student${teacher}-${index}`;
      const guardians = [`guardian${teacher}-${index}a`, `guardian${teacher}-${index}b`];
      person(student, `bench.${student}`, guardians.join(','));
      role(student, 'student');
      for (const guardian of guardians) {
        person(guardian, `bench.${guardian}`);
        role(guardian, 'guardian');
      }
      enrollments.push([`enrol-${student}`, '', '', `activity${teacher}`, 'school', student, 'student', '', '', '']);
    }
  }
  const year = new Date().getUTCFullYear();
  const files = {
    'manifest.csv': csv(
      ['propertyName', 'value'],
      [
        ['manifest.version', '1.0'],
        ['oneroster.version', '1.2'],
        ...['academicSessions', 'classes', 'courses', 'enrollments', 'orgs', 'roles', 'users'].map((name) => [
          `file.${name}`,
          'bulk',
        ]),
      ],
    ),
    'orgs.csv': csv(
      ['sourcedId', 'status', 'dateLastModified', 'name', 'type', 'identifier', 'parentSourcedId'],
      [
        ['district', '', '', 'Bench District', 'district', '', ''],
        ['school', '', '', 'Bench School', 'school', '', 'district'],
      ],
    ),
    'academicSessions.csv': csv(
      [
        'sourcedId',
        'status',
        'dateLastModified',
        'title',
        'type',
        'startDate',
        'endDate',
        'parentSourcedId',
        'schoolYear',
      ],
      [['year', '', '', 'Year', 'schoolYear', `${year}-01-01`, `${year + 1}-12-31`, '', String(year + 1)]],
    ),
    'courses.csv': csv(
      [
        'sourcedId',
        'status',
        'dateLastModified',
        'schoolYearSourcedId',
        'title',
        'courseCode',
        'grades',
        'orgSourcedId',
        'subjects',
        'subjectCodes',
      ],
      [['course', '', '', 'year', 'Activities', '', '', 'school', '', '']],
    ),
    'classes.csv': csv(
      [
        'sourcedId',
        'status',
        'dateLastModified',
        'title',
        'grades',
        'courseSourcedId',
        'classCode',
        'classType',
        'location',
        'schoolSourcedId',
        'termSourcedIds',
        'subjects',
        'subjectCodes',
        'periods',
      ],
      classes,
    ),
    'enrollments.csv': csv(
      [
        'sourcedId',
        'status',
        'dateLastModified',
        'classSourcedId',
        'schoolSourcedId',
        'userSourcedId',
        'role',
        'primary',
        'beginDate',
        'endDate',
      ],
      enrollments,
    ),
    'users.csv': csv(
      [
        'sourcedId',
        'status',
        'dateLastModified',
        'enabledUser',
        'username',
        'userIds',
        'givenName',
        'familyName',
        'middleName',
        'identifier',
        'email',
        'sms',
        'phone',
        'agentSourcedIds',
        'grades',
      ],
      users,
    ),
    'roles.csv': csv(
      [
        'sourcedId',
        'status',
        'dateLastModified',
        'userSourcedId',
        'roleType',
        'role',
        'beginDate',
        'endDate',
        'orgSourcedId',
        'userProfileSourcedId',
      ],
      roles,
    ),
    'relations.csv': csv(
      ['type', 'sourcedId', 'relatedSourcedId', 'buildingSourcedId', 'from', 'until', 'kinds', 'reference', 'language'],
      relations,
    ),
  };
  const zip = new yazl.ZipFile();
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text, 'utf8'), name);
  zip.end();
  const chunks = [];
  zip.outputStream.on('data', (chunk) => chunks.push(chunk));
  await finished(zip.outputStream);
  return Buffer.concat(chunks);
}
