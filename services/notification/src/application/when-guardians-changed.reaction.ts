import type { EventEnvelope, GuardiansChanged, PersonsUnlinked, RestrictionRecorded } from '@sightline/contracts';
import { childrenOf, type Guardianship } from '@sightline/relations';
import type { Reaction } from '@sightline/service-kit';
import {
  authorizationsOfStudents,
  lockStudents,
  type StudentOfAuthorization,
} from '../read-models/authorizations/authorizations.queries.js';
import type { Entitling } from './entitlements.js';
import { tellGuardians, type Telling } from './tell-guardians.js';

type RosterEvent = GuardiansChanged | RestrictionRecorded | PersonsUnlinked;

const studentsOf = ({ type, data }: RosterEvent, children: readonly Guardianship[]): readonly string[] =>
  type === 'sightline.directory.persons-unlinked.v1'
    ? children.flatMap(({ guardianId, studentId }) =>
        guardianId === data.personId || guardianId === data.linkedId ? [studentId] : [],
      )
    : [data.studentId];

/** True when the student still took part at the moment of the roster's change, in whatever order the two logs arrive. */
const tookPartAt = ({ closedAt }: StudentOfAuthorization, time: string): boolean =>
  closedAt === null || closedAt > new Date(time);

/** One telling an authorization and occasion, so that siblings changed in one batch are joined in one notice. */
const tellingsOf = (
  students: readonly StudentOfAuthorization[],
  causes: ReadonlyMap<string, EventEnvelope>,
): Telling[] => {
  const tellings = new Map<string, Telling>();
  const add = (student: StudentOfAuthorization, occasion: Telling['occasion']): void => {
    const { authorizationId, caseId, policyVersion, studentId } = student;
    const cause = causes.get(studentId)!;
    const takePartNow = student.closedAt === null;
    const key = `${authorizationId}/${occasion}/${takePartNow}`;
    const known = tellings.get(key);
    tellings.set(key, {
      authorizationId,
      caseId,
      policyVersion,
      occasion,
      studentIds: [...(known?.studentIds ?? []), studentId],
      takePartNow,
      cause,
    });
  };
  const concerned = students.filter((student) => tookPartAt(student, causes.get(student.studentId)!.time));
  for (const student of concerned) add(student, student.occasion);
  for (const student of concerned) if (student.closedAt !== null) add(student, student.ended ? 'end' : 'change');
  return [...tellings.values()];
};

/**
 * C6: who is new as a guardian of a student of an authorization, or free of a restriction, gets the notice. Completes
 * what an authorization could not do that arrived before its students' guardians were known. Who was taken for somebody
 * else, and is a person of one's own again, may not have been told either.
 */
export const whenGuardiansChanged = (entitling: Entitling): Reaction => ({
  types: new Set<RosterEvent['type']>([
    'sightline.directory.guardians-changed.v1',
    'sightline.directory.restriction-recorded.v1',
    'sightline.directory.persons-unlinked.v1',
  ]),
  async react(transaction, events) {
    // The earliest of a student's changes: what it entitled to must not depend on how the log is cut into batches.
    const parted = (events as readonly RosterEvent[]).flatMap((event) =>
      event.type === 'sightline.directory.persons-unlinked.v1' ? [event.data.personId, event.data.linkedId] : [],
    );
    const children = parted.length === 0 ? [] : await childrenOf(transaction, parted);
    const causes = new Map(
      (events as readonly RosterEvent[])
        .toReversed()
        .flatMap((event) => studentsOf(event, children).map((studentId) => [studentId, event])),
    );
    await lockStudents(transaction, [...causes.keys()]);
    const students = await authorizationsOfStudents(transaction, [...causes.keys()]);
    return tellGuardians(transaction, tellingsOf(students, causes), entitling);
  },
});
