import {
  guardianshipsPart,
  peoplePart,
  restrictionsPart,
  supervisionsPart,
  type RelationPart,
} from '@sightline/relations';

/** What of the roster this service keeps for itself, as ids. */
export const relationParts: readonly RelationPart[] = [
  peoplePart,
  guardianshipsPart,
  restrictionsPart,
  supervisionsPart,
];
