import type { Queryable } from '@sightline/event-store';
import type { RoundOpening } from '../../application/ports.js';

/** How these rounds began; one statement for all. */
export async function findOpenings(database: Queryable, roundIds: readonly string[]): Promise<RoundOpening[]> {
  const { rows } = await database.query<RoundOpening>({
    name: 'approval.openings',
    text: `select type, data, correlation_id as correlationid, policy_version as policyversion from events
           where subject = any($1) and subject_version = 1`,
    values: [roundIds.map((roundId) => `round/${roundId}`)],
  });
  return rows;
}
