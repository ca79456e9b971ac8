import { eventually } from '@sightline/testing';
import type { MovedClock } from '../support/moved-clock.js';
import type { PreparedDistrict } from '../support/prepared-district.js';
import type { ChangedRoster } from './changed-roster.js';
import { expectStatus, type Office } from './office.js';
import type { PlayedRequest } from './play-request.js';
import type { Seeded } from './seeded.js';

/* eslint-disable @typescript-eslint/no-explicit-any */

const principals = ['principal.lincoln', 'principal.washington', 'principal.roosevelt'];

/** A principal is away for the week, and another one decides meanwhile. */
export async function principalIsAway(district: PreparedDistrict, clock: MovedClock, random: Seeded): Promise<void> {
  const away = random.pick(principals);
  const substitute = random.pick(principals.filter((name) => name !== away));
  const absence = { from: clock.day(0), until: clock.day(5), substitute };
  expectStatus(await (await district.as(away)).post('/api/v1/absences', absence), 201, `the absence of ${away}`);
}

/** The nightly roster: one student has left one class or activity. */
export async function studentLeaves(district: PreparedDistrict, roster: ChangedRoster, random: Seeded): Promise<void> {
  const group = random.pick(district.roster.groups.filter(({ sourcedId }) => sourcedId.startsWith('class-')));
  const student = random.pick(district.roster.studentsOf(group.sourcedId));
  try {
    roster.leave(group.sourcedId, student.sourcedId);
  } catch {
    // Drawn a second time: gone already.
    return;
  }
  const { body } = await district.machine.post('/api/v1/roster/imports', await roster.bundle());
  if (body.status !== 'completed') throw new Error(`the import ended ${JSON.stringify(body)}`);
}

/** C6: a guardian objects, and the office answers in words or leaves the student out. */
export async function guardianObjects(
  district: PreparedDistrict,
  office: Office,
  { authorizationId, requestId }: PlayedRequest,
  random: Seeded,
): Promise<void> {
  const { auditor, roster } = district;
  const { body } = await auditor.get(`/api/v1/authorizations/${authorizationId}`);
  const students: any[] = body.students;
  const objecting = students.flatMap(({ sourcedId }) =>
    roster
      .person(sourcedId)
      .readerIds.filter((reader) => reader !== sourcedId)
      .map((guardian) => ({ student: sourcedId, guardian })),
  );
  if (objecting.length === 0) return;
  const { student, guardian } = random.pick(objecting);
  const parent = await district.as(roster.person(guardian).username);
  const answer = await parent.post(`/api/v1/authorizations/${authorizationId}/objections`, {
    student,
    reason: 'I would rather be called.',
  });
  // Somebody restricted sees nothing to object to.
  if (answer.status === 404) return;
  expectStatus(answer, 201, `the objection of ${guardian}`);
  const [task] = await eventually(
    () => auditor.all(`/api/v1/approval-tasks?request=${requestId}&status=open&about=review`),
    (tasks) => tasks.length > 0,
    { timeoutMs: 30_000 },
  );
  await office.decide(task, random.chance(0.5) ? 'keep' : 'exclude-student');
}
