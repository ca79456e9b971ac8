import type { Queryable, StreamCommand } from '@sightline/event-store';
import type { PolicyBook } from '@sightline/policy';
import type { Clock } from '@sightline/service-kit';
import type { SubstituteOf } from '../domain/index.js';
import type { DecidersFound, FindDeciders, FindOpenings, RoundOpening } from './ports.js';
import { policiesNamed, type PolicyOf } from './policies-named.js';
import { roundCommand } from './round-unit.js';
import { questionFor, whoDecides, type Matter } from './who-decides.js';

export interface RoundsAtHand {
  readonly findDeciders: FindDeciders;
  readonly findOpenings: FindOpenings;
  readonly clock: Clock;
  readonly today: () => string;
  readonly policies: PolicyBook;
}

/** How each of these rounds began, with the matter as far as it says who decides, and the roster as it stands now. */
export async function lookAt(
  database: Queryable,
  roundIds: readonly string[],
  { findDeciders, findOpenings, today, policies }: RoundsAtHand,
): Promise<{
  readonly rounds: readonly { opening: RoundOpening; matter: Matter }[];
  readonly found: DecidersFound;
  readonly policyOf: PolicyOf;
}> {
  const rounds = (await findOpenings(database, roundIds)).map((opening) => ({ opening, matter: matterOf(opening) }));
  const policyOf = await policiesNamed(
    policies,
    rounds.map(({ opening }) => opening.policyversion),
  );
  const found = await findDeciders(
    database,
    questionFor(
      rounds.map(({ matter }) => matter),
      rounds.map(({ opening }) => policyOf(opening.policyversion)),
      today(),
    ),
  );
  return { rounds, found, policyOf };
}

/** A round of the first release does not say whose matter it is; its tasks still say which offices are asked. */
const matterOf = ({ data }: RoundOpening): Matter => ({
  requesterId: data.requesterId,
  studentIds: data.asked?.studentIds ?? [],
  requesterBuildingIds: data.asked?.requesterBuildingIds ?? [],
  studentBuildingIds: data.asked?.studentBuildingIds ?? data.tasks.flatMap(({ buildingId }) => buildingId ?? []),
  offices: data.tasks.map(({ side, buildingId }) => ({ side, buildingId })),
});

export interface Reassignment {
  readonly reason: 'roster-change' | 'absence';
  /** Who is away, made of what the database says, where a change is not written yet. */
  readonly away?: (away: SubstituteOf) => SubstituteOf;
  /** Who has left the roster. */
  readonly leftIds?: readonly string[];
  readonly causationId: string;
}

/** One command a round: who may decide its open tasks now. Nothing happens where nothing changes. */
export async function reassignRounds(
  database: Queryable,
  roundIds: readonly string[],
  { reason, away = (known) => known, leftIds = [], causationId }: Reassignment,
  atHand: RoundsAtHand,
): Promise<StreamCommand[]> {
  if (roundIds.length === 0) return [];
  const { rounds, found, policyOf } = await lookAt(database, roundIds, atHand);
  const known = { ...found, away: away(found.away) };
  return rounds.map(({ opening, matter }) => {
    const { sides, partyIds, escalationIds, ladder } = whoDecides(matter, policyOf(opening.policyversion), known);
    return roundCommand(
      opening.data.roundId,
      {
        type: 'reassign',
        ...{ sides, partyIds, escalationIds, ladder, reason },
        unavailableIds: [...known.away.keys(), ...leftIds],
      },
      'existing',
      {
        correlationId: opening.correlationid,
        causationId,
        actor: 'system:approval',
        policyVersion: opening.policyversion,
        partitionKey: opening.correlationid,
        time: atHand.clock.now(),
      },
    );
  });
}
