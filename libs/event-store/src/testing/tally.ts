import { refuse, type Decider } from '@sightline/decider';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { eventStoreSchema } from '../schema.js';
import type { EventContext, StagedEvent, StreamCommand, UnitOfWork } from '../unit-of-work.js';

/** The smallest aggregate with a rule: a sum that never goes below zero. */
export interface TallyCommand {
  readonly add: readonly number[];
  /** What every fact carries beside: the id of words, say. */
  readonly note?: string;
  /** A bug of a decider, not a refusal. */
  readonly bug?: boolean;
}
export interface TallyFact {
  readonly type: typeof added;
  readonly data: { readonly amount: number; readonly sum: number; readonly note?: string };
}
export const added = 'sightline.directory.tally-added.v1';

const tally: Decider<number, TallyCommand, TallyFact, 'below-zero'> = {
  initialState: 0,
  evolve: (sum, fact) => sum + fact.data.amount,
  decide({ add, bug, note }, state) {
    if (bug) throw new TypeError('a bug in a decider');
    const facts: TallyFact[] = [];
    let sum = state;
    for (const amount of add) {
      sum += amount;
      if (sum < 0) return refuse({ refused: 'below-zero', detail: 'A tally never goes below zero.' });
      facts.push({ type: added, data: { amount, sum, ...(note === undefined ? {} : { note }) } });
    }
    return facts;
  },
};

export const context = (overrides: Partial<EventContext> = {}): EventContext => ({
  correlationId: uuidv7(),
  causationId: 'spec',
  actor: 'system:spec',
  policyVersion: '2017-03',
  partitionKey: 'spec',
  time: new Date('2026-09-14T13:00:00Z'),
  ...overrides,
});

export const add = (subject: string, amounts: readonly number[], more: Partial<StreamCommand> = {}): StreamCommand => ({
  subject,
  decider: tally,
  command: { add: amounts } satisfies TallyCommand,
  context: context(),
  expect: 'any',
  ...more,
});

const sums = (events: readonly StagedEvent[]): number[] => events.map(({ data }) => (data as TallyFact['data']).sum);

export const unitOf = (
  commands: readonly StreamCommand[],
  more: Partial<UnitOfWork<number[]>> = {},
): UnitOfWork<number[]> => ({
  commands,
  answer: sums,
  ...more,
});

/** An empty log in its own schema, so that every test begins at position 1. */
export async function emptyLog(url: string, name: string, connectionsMax = 10): Promise<pg.Pool> {
  const setUp = new pg.Client({ connectionString: url });
  await setUp.connect();
  await setUp.query(`create schema ${name}`);
  await setUp.query(`set search_path = ${name}`);
  for (const statement of eventStoreSchema('directory')) await setUp.query(statement);
  await setUp.end();
  return new pg.Pool({ connectionString: url, options: `-c search_path=${name}`, max: connectionsMax });
}
