import {
  buildingsPart,
  guardianshipsPart,
  linkedPersonsPart,
  peoplePart,
  policyVersionsPart,
  siblingsPart,
  supervisionsPart,
} from '@sightline/relations';

/** What the first release kept of the roster; a migration once made is never edited. */
export const firstRelationParts = [peoplePart, buildingsPart, supervisionsPart, guardianshipsPart];

/** What this service keeps of the roster: who decides where, who supervises whom, who is a party (C3, C5). */
const relationParts = [...firstRelationParts, siblingsPart];

/** With what later migrations added. */
export const everyRelationPart = [...relationParts, policyVersionsPart, linkedPersonsPart];
