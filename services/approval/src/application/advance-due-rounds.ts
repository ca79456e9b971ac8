import type { Queryable, StreamCommand, UnitOfWork, UnitResult } from '@sightline/event-store';
import { lookAt, reassignRounds, type RoundsAtHand } from './reassign-rounds.js';
import { roundCommand } from './round-unit.js';
import { partiesOf, whoDecides } from './who-decides.js';

export interface DueRounds extends RoundsAtHand {
  readonly database: Queryable;
  readonly execute: (unit: UnitOfWork) => Promise<UnitResult>;
  readonly findDue: (
    database: Queryable,
    now: Date,
    today: string,
    limit: number,
  ) => Promise<readonly { readonly roundId: string; readonly advance: boolean; readonly delegationOver: boolean }[]>;
  readonly findTurning: (
    database: Queryable,
    settledOn: string | null,
    today: string,
  ) => Promise<readonly { readonly personId: string; readonly substituteId: string | null }[]>;
  readonly findInReach: (database: Queryable, personIds: readonly string[]) => Promise<readonly string[]>;
  readonly settledOn: (database: Queryable) => Promise<string | null>;
  readonly settleDay: (database: Queryable, day: string) => Promise<void>;
}

const roundsAtOnce = 200;

const executeAll = async (commands: readonly StreamCommand[], { execute }: DueRounds): Promise<number> => {
  const results = await Promise.all(commands.map((command) => execute({ commands: [command], answer: () => null })));
  return results.reduce((sum, result) => sum + (result.outcome === 'accepted' ? result.events.length : 0), 0);
};

/**
 * Reminders, steps up and ends of delegations that are due by the clock, for a bounded number of rounds. Each happens
 * once, however many replicas look at the same time: the round's own stream knows what it has done.
 *
 * @returns how many events came of it
 */
export async function advanceDueRounds(due: DueRounds): Promise<number> {
  const now = due.clock.now();
  const today = due.today();
  const found = await due.findDue(due.database, now, today, roundsAtOnce);
  if (found.length === 0) return 0;
  const {
    rounds,
    found: deciders,
    policyOf,
  } = await lookAt(
    due.database,
    found.map(({ roundId }) => roundId),
    due,
  );
  const commands = rounds.flatMap(({ opening, matter }): StreamCommand[] => {
    const { roundId } = opening.data;
    const what = found.find((each) => each.roundId === roundId)!;
    const policy = policyOf(opening.policyversion);
    const context = {
      correlationId: opening.correlationid,
      causationId: `due:${now.toISOString()}`,
      actor: 'system:approval',
      policyVersion: opening.policyversion,
      partitionKey: opening.correlationid,
      time: now,
    };
    const { ladder } = whoDecides(matter, policy, deciders);
    const partyIds = partiesOf(matter, deciders);
    return [
      ...(what.delegationOver ? [roundCommand(roundId, { type: 'end-delegations', today }, 'existing', context)] : []),
      ...(what.advance
        ? [
            roundCommand(
              roundId,
              { type: 'advance', now: now.toISOString(), partyIds, ladder, policy },
              'existing',
              context,
            ),
          ]
        : []),
    ];
  });
  return executeAll(commands, due);
}

/** When a day has begun: tasks of those who are away from today go to their substitutes, and those of the others come back. */
export async function followAbsences(due: DueRounds): Promise<void> {
  const today = due.today();
  const settled = await due.settledOn(due.database);
  if (settled !== null && settled >= today) return;
  const turning = await due.findTurning(due.database, settled, today);
  const personIds = [
    ...new Set(turning.flatMap(({ personId, substituteId }) => [personId, ...(substituteId ? [substituteId] : [])])),
  ];
  const roundIds = personIds.length === 0 ? [] : await due.findInReach(due.database, personIds);
  for (let at = 0; at < roundIds.length; at += roundsAtOnce) {
    const commands = await reassignRounds(
      due.database,
      roundIds.slice(at, at + roundsAtOnce),
      { reason: 'absence', causationId: `day:${today}` },
      due,
    );
    await executeAll(commands, due);
  }
  await due.settleDay(due.database, today);
}
