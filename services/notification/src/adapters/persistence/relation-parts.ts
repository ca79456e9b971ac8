import {
  guardianshipsPart,
  linkedPersonsPart,
  peoplePart,
  restrictionsPart,
  supervisionsPart,
  policyVersionsPart,
  type RelationPart,
} from '@sightline/relations';

/** What of the roster this service keeps for itself, as ids. */
export const relationParts: readonly RelationPart[] = [
  peoplePart,
  guardianshipsPart,
  restrictionsPart,
  supervisionsPart,
];

/** With what later migrations added. */
export const everyRelationPart: readonly RelationPart[] = [...relationParts, policyVersionsPart, linkedPersonsPart];
