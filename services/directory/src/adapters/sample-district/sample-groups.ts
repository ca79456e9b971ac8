import { activities, type Activity } from './activities.js';
import { studentId } from './named-families.js';
import { staffId, type SampleGroup, type SampleStaff, type SampleStudent } from './sample-roster.js';
import { lincoln, roosevelt, washington, type SampleSchool } from './sample-schools.js';
import type { SeededRandom } from './seeded-random.js';

const gradeTitle = (grade: string): string => (grade === 'KG' ? 'Kindergarten' : `Grade ${Number(grade)}`);

/** Classes and activities with who leads them and who takes part. */
export function sampleGroups(
  staff: readonly SampleStaff[],
  students: readonly SampleStudent[],
  random: SeededRandom,
): SampleGroup[] {
  return [
    ...[lincoln, washington].flatMap((school) => scheduledClasses(school, staff, students)),
    ...homerooms(staff, students),
    ...activities.map((activity) => activityGroup(activity, students, random)),
  ];
}

const teachersOf = (school: SampleSchool, subject: string, staff: readonly SampleStaff[]): SampleStaff[] =>
  staff.filter((person) => person.subject === subject && person.roles[0]?.org === school.sourcedId);

/** Two sections of each of four subjects in each grade, shared out among the teachers of the subject. */
function scheduledClasses(
  school: SampleSchool,
  staff: readonly SampleStaff[],
  students: readonly SampleStudent[],
): SampleGroup[] {
  return ['English', 'Mathematics', 'Science', 'History'].flatMap((subject) => {
    const teachers = teachersOf(school, subject, staff);
    return school.grades.flatMap((grade, gradePlace) =>
      [0, 1].map((section) => {
        const code = `${subject.slice(0, 4).toUpperCase()}-${grade}`;
        return {
          sourcedId: `class-${school.identifier}-${code.toLowerCase()}-${section + 1}`,
          title: `${subject} ${Number(grade)}, section ${section + 1}`,
          kind: 'class' as const,
          classCode: `${code}-${section + 1}`,
          classType: 'scheduled' as const,
          courseSourcedId: `course-${school.identifier}-${code.toLowerCase()}`,
          courseTitle: `${subject} ${Number(grade)}`,
          subject,
          grades: [grade],
          school: school.sourcedId,
          leaderSourcedId: teachers[(gradePlace * 2 + section) % teachers.length]!.sourcedId,
          studentSourcedIds: students
            .filter((student) => student.grade === grade)
            .filter((_, place) => place % 2 === section)
            .map(({ sourcedId }) => sourcedId),
        };
      }),
    );
  });
}

function homerooms(staff: readonly SampleStaff[], students: readonly SampleStudent[]): SampleGroup[] {
  const teachers = teachersOf(roosevelt, 'Homeroom', staff);
  return roosevelt.grades.map((grade, place) => ({
    sourcedId: `class-${roosevelt.identifier}-home-${grade.toLowerCase()}`,
    title: `${gradeTitle(grade)} homeroom`,
    kind: 'class',
    classCode: `HOME-${grade}`,
    classType: 'homeroom',
    courseSourcedId: `course-${roosevelt.identifier}-home-${grade.toLowerCase()}`,
    courseTitle: gradeTitle(grade),
    subject: 'General',
    grades: [grade],
    school: roosevelt.sourcedId,
    leaderSourcedId: teachers[place]!.sourcedId,
    studentSourcedIds: students.filter((student) => student.grade === grade).map(({ sourcedId }) => sourcedId),
  }));
}

function activityGroup(activity: Activity, students: readonly SampleStudent[], random: SeededRandom): SampleGroup {
  const { key, title, school, leader, subject, size, only, members = [] } = activity;
  const named = members.map(studentId);
  const others = students.filter(
    (student) =>
      student.school === school.sourcedId &&
      !student.username.startsWith('student.') &&
      (only === undefined || student.gender === only),
  );
  const code = `${school.identifier}-${key.toLowerCase()}`;
  return {
    sourcedId: `activity-${code}`,
    title,
    kind: 'activity',
    classCode: `ACT-${key}`,
    classType: 'scheduled',
    courseSourcedId: `course-activity-${code}`,
    courseTitle: title,
    subject,
    grades: school.grades,
    school: school.sourcedId,
    leaderSourcedId: staffId(leader),
    studentSourcedIds: [...named, ...random.sample(others, size - named.length).map(({ sourcedId }) => sourcedId)],
  };
}
