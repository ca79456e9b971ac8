import type { ApprovalSide, RosterRole } from '@sightline/contracts';
import type { PolicyVersion } from '@sightline/policy';
import { withSubstitutes, type ReassignTasks, type SideCandidates } from '../domain/index.js';
import type { DecidersFound, DecidersQuestion } from './ports.js';

/** What of a matter decides who may decide it. */
export interface Matter {
  readonly requesterId: string;
  readonly studentIds: readonly string[];
  readonly requesterBuildingIds: readonly string[];
  readonly studentBuildingIds: readonly string[];
  /** A side, and for principals the building. */
  readonly offices: readonly Pick<SideCandidates, 'side' | 'buildingId'>[];
}

export type WhoDecides = Pick<ReassignTasks, 'sides' | 'partyIds' | 'escalationIds' | 'ladder'>;

const deciding: readonly RosterRole[] = ['principal', 'technology'];

/** The one question that covers all of these matters. */
export const questionFor = (
  matters: readonly Omit<Matter, 'offices'>[],
  policies: readonly PolicyVersion[],
  today: string,
): DecidersQuestion => ({
  roles: [
    ...new Set([...deciding, ...policies.flatMap(({ settings }) => settings.tasks.escalation.map(({ role }) => role))]),
  ],
  buildingIds: [
    ...new Set(matters.flatMap((matter) => [...matter.requesterBuildingIds, ...matter.studentBuildingIds])),
  ],
  staffIds: [...new Set(matters.map(({ requesterId }) => requesterId))],
  studentIds: [...new Set(matters.flatMap(({ studentIds }) => studentIds))],
  today,
});

/** The parties of a matter beside the requester: the students named and their families (C3, C4). */
export const partiesOf = (
  { requesterId, studentIds }: Pick<Matter, 'requesterId' | 'studentIds'>,
  { families, records }: DecidersFound,
): string[] => [
  ...new Set([
    ...[...studentIds, ...studentIds.flatMap((id) => families.get(id) ?? [])].flatMap((id) => records?.get(id) ?? [id]),
    // The requester is a party anyway, under every record.
    ...(records?.get(requesterId) ?? []),
  ]),
];

/** Who may decide each side now, whoever is away replaced, and to whom the matter goes up (C3, C5). */
export const whoDecides = (matter: Matter, policy: PolicyVersion, found: DecidersFound): WhoDecides => {
  const buildings = new Set([...matter.requesterBuildingIds, ...matter.studentBuildingIds]);
  const holdersOf = (role: RosterRole, near: ReadonlySet<string>): readonly string[] =>
    withSubstitutes(
      found.holders
        .filter((each) => each.role === role && (each.buildingId === null || near.has(each.buildingId)))
        .map(({ personId }) => personId),
      found.away,
    );
  const candidatesFor = (side: ApprovalSide, buildingId: string | null): readonly string[] => {
    switch (side) {
      case 'principal':
        return withSubstitutes(
          found.holders
            .filter((each) => each.role === 'principal' && buildingId !== null && each.buildingId === buildingId)
            .map(({ personId }) => personId),
          found.away,
        );
      case 'technology':
        return holdersOf('technology', new Set(matter.requesterBuildingIds));
      case 'supervisor': {
        const supervisor = found.supervisors.get(matter.requesterId);
        return withSubstitutes(supervisor === undefined ? [] : [supervisor], found.away);
      }
    }
  };
  const ladder = policy.settings.tasks.escalation.map(({ role }) => holdersOf(role, buildings));
  return {
    sides: matter.offices.map(({ side, buildingId }) => ({
      side,
      buildingId,
      candidateIds: candidatesFor(side, buildingId),
    })),
    partyIds: partiesOf(matter, found),
    escalationIds: ladder[0] ?? [],
    ladder,
  };
};

/** The offices that these sides ask: one for each building whose principal decides. */
export const officesOf = (sides: readonly ApprovalSide[], buildingIds: readonly string[]): Matter['offices'] =>
  sides.flatMap((side): Matter['offices'] =>
    side === 'principal' && buildingIds.length > 0
      ? buildingIds.map((buildingId) => ({ side, buildingId }))
      : [{ side, buildingId: null }],
  );
