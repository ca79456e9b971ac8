import type { RoleAtBuilding } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import {
  childrenOf,
  findDistrictForm,
  findGroup,
  findPeople,
  membersOf,
  siblingsOf,
  type KnownPerson,
} from '@sightline/relations';
import type { RosterFacts, SubmissionFacts, SubmissionQuestion } from '../../application/ports.js';

const buildingsOf = (roles: readonly RoleAtBuilding[]): string[] => [
  ...new Set(roles.flatMap(({ buildingId }) => buildingId ?? [])),
];

/** Answers from the roster tables of this service's own database. */
export class RosterFactsReader implements RosterFacts {
  constructor(private readonly database: Queryable) {}

  async lookUp(question: SubmissionQuestion): Promise<SubmissionFacts> {
    const { requesterId, districtFormId } = question;
    const { database } = this;
    const [group, children, siblingIds, form] = await Promise.all([
      question.group === undefined ? undefined : this.groupWithMembers(question.group, requesterId),
      childrenOf(database, [requesterId]),
      siblingsOf(database, requesterId),
      districtFormId === undefined ? undefined : findDistrictForm(database, districtFormId),
    ]);
    const named = [...question.students, ...(group?.studentIds ?? [])];
    const people = await findPeople(database, [requesterId, ...named]);
    const byId = new Map(
      people.flatMap(
        (person) =>
          [
            [person.personId, person],
            [person.sourcedId, person],
          ] as const,
      ),
    );
    const requester = byId.get(requesterId);
    return {
      requester: requester?.active
        ? { personId: requester.personId, roles: requester.roles, buildingIds: buildingsOf(requester.roles) }
        : undefined,
      students: studentsNamed(named, byId),
      group: group && {
        groupId: group.groupId,
        kind: group.kind,
        endsOn: group.endsOn,
        requesterTakesPart: group.requesterTakesPart,
      },
      family: { ownChildIds: children.map(({ studentId }) => studentId), siblingIds },
      districtForm:
        districtFormId === undefined
          ? null
          : {
              districtFormId: form?.districtFormId ?? districtFormId,
              available: form?.available ?? false,
              known: form !== undefined,
            },
    };
  }

  private async groupWithMembers(named: string, requesterId: string) {
    const group = await findGroup(this.database, named);
    if (!group) return undefined;
    const members = await membersOf(this.database, group.groupId);
    return {
      ...group,
      studentIds: members.flatMap(({ personId, role }) => (role === 'student' ? [personId] : [])),
      requesterTakesPart: members.some(({ personId, role }) => personId === requesterId && role === 'staff'),
    };
  }
}

/** Each person once, by uuid where the roster knows the name that was used. */
const studentsNamed = (
  named: readonly string[],
  byId: ReadonlyMap<string, KnownPerson>,
): SubmissionFacts['students'] => {
  const students = new Map<string, SubmissionFacts['students'][number]>();
  for (const name of named) {
    const person = byId.get(name) ?? byId.get(name.toLowerCase());
    const personId = person?.personId ?? name;
    students.set(personId, {
      personId,
      known: person?.active ?? false,
      isStudent: person?.roles.some(({ role }) => role === 'student') ?? false,
      buildingIds: person ? buildingsOf(person.roles.filter(({ role }) => role === 'student')) : [],
    });
  }
  return [...students.values()];
};
