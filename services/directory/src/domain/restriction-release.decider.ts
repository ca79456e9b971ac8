import type { FactOf, RestrictionReleased, RosterRole, WordsCommitment } from '@sightline/contracts';
import { accept, refuse, type Decider } from '@sightline/decider';

export type RestrictionReleaseFact = FactOf<RestrictionReleased>;

export interface ReleaseRestriction {
  readonly restrictionId: string;
  readonly studentId: string;
  readonly guardianId: string;
  /** Last day of the restriction as it stands; null is without end. */
  readonly endsOn: string | null;
  /** Last day on which it is to hold, a date in the district's time zone. */
  readonly until: string;
  /** Every record of whoever releases it, the one that is signed in first. */
  readonly byIds: readonly [string, ...string[]];
  readonly roles: readonly { readonly role: RosterRole; readonly buildingId: string | null }[];
  readonly studentBuildingIds: readonly string[];
  /** Commits to the document and to who verified it. */
  readonly words: WordsCommitment;
}

export type RestrictionReleaseRefusal = 'technology-department' | 'not-in-charge' | 'own-restriction' | 'already-over';

const no = (refused: RestrictionReleaseRefusal, detail: string, remedy: string) =>
  refuse({ refused, clause: 'C9', detail, remedy });

/** A restriction is lifted by somebody of the school with a document, never by whoever looks after the roster (C9). */
export const restrictionReleaseDecider: Decider<
  null,
  ReleaseRestriction,
  RestrictionReleaseFact,
  RestrictionReleaseRefusal
> = {
  initialState: null,
  evolve: () => null,
  decide: ({ restrictionId, studentId, guardianId, endsOn, until, byIds, roles, studentBuildingIds, words }) => {
    if (roles.some(({ role }) => role === 'technology' || role === 'operator'))
      return no(
        'technology-department',
        'Whoever looks after the roster lifts no restriction.',
        'Ask the principal of the building or an administrator of the district.',
      );
    const inCharge = roles.some(
      ({ role, buildingId }) =>
        (role === 'administrator' && buildingId === null) ||
        (role === 'principal' && buildingId !== null && studentBuildingIds.includes(buildingId)),
    );
    if (!inCharge)
      return no('not-in-charge', 'The principal or an administrator of the district lifts it.', 'Ask one of them.');
    if (byIds.some((id) => id === guardianId || id === studentId))
      return no(
        'own-restriction',
        'Nobody lifts a restriction of one’s own.',
        'Ask another principal or administrator.',
      );
    if (endsOn !== null && endsOn <= until)
      return no('already-over', 'It is over by then.', 'Look at the restriction again.');
    return accept<RestrictionReleaseFact>({
      type: 'sightline.directory.restriction-released.v1',
      data: { restrictionId, studentId, guardianId, until, by: byIds[0], words },
    });
  },
};
