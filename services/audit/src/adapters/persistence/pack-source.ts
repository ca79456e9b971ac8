import type { Queryable } from '@sightline/event-store';
import type { PackSource } from '../../application/ports.js';
import {
  districtPolicies,
  lastSignedSizes,
  readBetween,
  readCaseUpTo,
} from '../../read-models/ledger/packs.queries.js';

/** Enough to hold a pack against what was signed before it, without a pack of one case being mostly signatures. */
const signedHeadsMax = 20;

export const packSource = (database: Queryable, schemas: PackSource['schemas']): PackSource => ({
  eventsBetween: (from, to) => readBetween(database, from, to),
  eventsOfCase: (caseId, after, size, limit) => readCaseUpTo(database, caseId, after, size, limit),
  signedHeads: (size) => lastSignedSizes(database, size, signedHeadsMax),
  publishedPolicies: (size) => districtPolicies(database, size),
  schemas,
});
