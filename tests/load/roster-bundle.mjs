// A OneRoster 1.2 district made for the bench, written row by row so that the bench needs no memory for it: of the users six
// in ten are students, the others guardians of two students each and staff; ten enrolments a student.
import fs from 'node:fs';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import yazl from 'yazl';

const row = ['sourcedId', 'status', 'dateLastModified'];
const line = (cells) => `${cells.map((cell) => (/[",]/.test(cell) ? `"${cell}"` : cell)).join(',')}\r\n`;

/** @param {{users: number, enrollments: number, changed?: number}} size @param {string} file @returns how many rows there are */
export async function writeRosterBundle({ users, enrollments, changed = 0 }, file) {
  const students = Math.floor(users * 0.6);
  const staff = Math.max(Math.floor(users * 0.04), 2);
  const guardians = users - students - staff;
  const schools = Math.max(Math.round(users / 1_000), 1);
  const classes = Math.max(Math.round(enrollments / 25), 1);
  const school = (index) => `school-${index % schools}`;
  let rows = 0;
  function* csv(header, lines) {
    yield line(header);
    let text = '';
    for (const cells of lines) {
      text += line(cells);
      rows += 1;
      if (text.length > 60_000) {
        yield text;
        text = '';
      }
    }
    yield text;
  }
  function* userRows() {
    const user = (id, family, agents = '') => [
      id,
      '',
      '',
      'true',
      `${id}@district.example`,
      '',
      'Given',
      family,
      '',
      '',
      `${id}@district.example`,
      '',
      '555-0100',
      agents,
    ];
    for (let index = 0; index < students; index += 1)
      yield user(
        `student-${index}`,
        `Family ${index}${index < changed ? ' new' : ''}`,
        `guardian-${index % guardians}`,
      );
    for (let index = 0; index < guardians; index += 1) yield user(`guardian-${index}`, `Family ${index}`);
    for (let index = 0; index < staff; index += 1) yield user(`staff-${index}`, `Staff ${index}`);
  }
  function* roleRows() {
    const role = (id, word, org) => [`role-${id}`, '', '', id, 'primary', word, '', '', org, ''];
    for (let index = 0; index < students; index += 1) yield role(`student-${index}`, 'student', school(index));
    for (let index = 0; index < guardians; index += 1) yield role(`guardian-${index}`, 'guardian', school(index));
    for (let index = 0; index < staff; index += 1)
      yield role(`staff-${index}`, index < schools ? 'principal' : 'teacher', school(index));
  }
  function* enrollmentRows() {
    for (let index = 0; index < enrollments; index += 1) {
      const group = index % classes;
      const place = group * 25 + Math.floor(index / classes);
      const person =
        index < classes ? [`staff-${index % staff}`, 'teacher'] : [`student-${place % students}`, 'student'];
      yield [`enrollment-${index}`, '', '', `class-${group}`, school(group), ...person, 'true', '2026-08-20', ''];
    }
  }
  function* numbered(count, cells) {
    for (let index = 0; index < count; index += 1) yield cells(index);
  }
  const files = {
    manifest: [
      ['propertyName', 'value'],
      [
        ['manifest.version', '1.0'],
        ['oneroster.version', '1.2'],
        ...['orgs', 'academicSessions', 'classes', 'users', 'roles', 'demographics', 'enrollments'].map((name) => [
          `file.${name}`,
          'bulk',
        ]),
      ],
    ],
    orgs: [
      [...row, 'name', 'type', 'identifier', 'parentSourcedId'],
      numbered(schools, (index) => [school(index), '', '', `School ${index}`, 'school', '', '']),
    ],
    academicSessions: [
      [...row, 'title', 'type', 'startDate', 'endDate', 'parentSourcedId', 'schoolYear'],
      [['year', '', '', 'Year', 'schoolYear', '2026-08-20', '2027-06-10', '', '2027']],
    ],
    classes: [
      [
        ...row,
        'title',
        'grades',
        'courseSourcedId',
        'classCode',
        'classType',
        'location',
        'schoolSourcedId',
        'termSourcedIds',
      ],
      numbered(classes, (index) => [
        `class-${index}`,
        '',
        '',
        `Class ${index}`,
        '',
        '',
        index % 50 === 0 ? `ACT-${index}` : `C${index}`,
        'scheduled',
        '',
        school(index),
        'year',
      ]),
    ],
    users: [
      [
        ...row,
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
      ],
      userRows(),
    ],
    roles: [
      [...row, 'userSourcedId', 'roleType', 'role', 'beginDate', 'endDate', 'orgSourcedId', 'userProfileSourcedId'],
      roleRows(),
    ],
    demographics: [
      [...row, 'birthDate'],
      numbered(students, (index) => [
        `student-${index}`,
        '',
        '',
        `20${String(8 + (index % 10)).padStart(2, '0')}-03-04`,
      ]),
    ],
    enrollments: [
      [...row, 'classSourcedId', 'schoolSourcedId', 'userSourcedId', 'role', 'primary', 'beginDate', 'endDate'],
      enrollmentRows(),
    ],
  };
  const zip = new yazl.ZipFile();
  for (const [name, [header, lines]] of Object.entries(files))
    zip.addReadStream(Readable.from(csv(header, lines)), `${name}.csv`);
  zip.end();
  await finished(zip.outputStream.pipe(fs.createWriteStream(file)));
  return rows;
}
