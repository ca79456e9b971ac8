import {
  buildingsPart,
  districtFormsPart,
  groupsPart,
  guardianshipsPart,
  linkedPersonsPart,
  peoplePart,
  policyVersionsPart,
  restrictionsPart,
  siblingsPart,
  supervisionsPart,
} from '@sightline/relations';

/** What this service keeps of the roster: ids, to answer who asks, for whom, and who is own family (C3, C4). */
export const relationParts = [
  peoplePart,
  guardianshipsPart,
  siblingsPart,
  groupsPart,
  buildingsPart,
  supervisionsPart,
  districtFormsPart,
];

/** With what later migrations added. */
export const everyRelationPart = [...relationParts, policyVersionsPart, restrictionsPart, linkedPersonsPart];
