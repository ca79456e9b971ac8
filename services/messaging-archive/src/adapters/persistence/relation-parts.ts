import {
  guardianshipsPart,
  linkedPersonsPart,
  peoplePart,
  policyVersionsPart,
  restrictionsPart,
  supervisionsPart,
} from '@sightline/relations';

/** What this service kept of the roster from its first release on: who there is and who supervises whom (C7). */
export const relationParts = [peoplePart, supervisionsPart];

/** What it follows since: whose children somebody's are and who is kept from them, too (C9), the versions of the policy (C11), and who is one person under several records (C3). */
export const addedParts = [guardianshipsPart, policyVersionsPart, restrictionsPart, linkedPersonsPart];
