import { peoplePart, supervisionsPart } from '@sightline/relations';

/** What this service keeps of the roster: who there is and who supervises whom (C7). */
export const relationParts = [peoplePart, supervisionsPart];
