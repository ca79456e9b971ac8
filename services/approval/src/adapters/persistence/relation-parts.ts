import { buildingsPart, guardianshipsPart, peoplePart, supervisionsPart } from '@sightline/relations';

/** What this service keeps of the roster: who decides where, who supervises whom, who is a party (C3, C5). */
export const relationParts = [peoplePart, buildingsPart, supervisionsPart, guardianshipsPart];
