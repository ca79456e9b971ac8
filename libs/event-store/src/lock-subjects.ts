import { together } from './pipelining.js';
import type { StreamCommand, SubjectState } from './unit-of-work.js';
import type { Transaction } from './transaction.js';

interface StoredFact {
  subject: string;
  type: string;
  data: object;
}

const nothingAsked: Promise<{ readonly rows: readonly never[] }> = Promise.resolve({ rows: [] });

export interface LockedSubjects {
  readonly states: Map<string, SubjectState>;
  /** Subjects whose row this transaction made to lock it; one that gets no event must not keep it. */
  readonly claimed: ReadonlySet<string>;
}

/**
 * Locks each command's subject in key order and folds what its stream holds. A subject that may be new is claimed by
 * an insert: whoever comes second waits for the first and then sees its events. One whose id was just made has nobody
 * to meet and nothing to load.
 */
export async function lockSubjects(
  transaction: Transaction,
  commands: readonly StreamCommand[],
): Promise<LockedSubjects> {
  const deciders = new Map<string, StreamCommand['decider']>();
  const mayBeNew = new Set<string>();
  const fresh = new Set<string>();
  const claimed = new Set<string>();
  for (const { subject, decider, expect } of commands) {
    if (!deciders.has(subject) && expect === 'new') fresh.add(subject);
    deciders.set(subject, decider);
    if (expect === 'any') mayBeNew.add(subject);
  }

  const states = new Map<string, SubjectState>();
  for (const [subject, decider] of deciders) states.set(subject, { state: decider.initialState, version: 0 });
  const present = [...deciders.keys()].filter((subject) => !fresh.has(subject)).sort();
  const [claims, , facts] = await together(
    mayBeNew.size > 0
      ? transaction.query<{ subject: string }>({
          name: 'event-store.claim-subjects',
          text: 'insert into streams (subject, version) select unnest($1::text[]), 0 on conflict do nothing returning subject',
          values: [[...mayBeNew].sort()],
        })
      : nothingAsked,
    present.length > 0
      ? transaction.query({
          name: 'event-store.lock-subjects',
          text: 'select 1 from streams where subject = any($1) order by subject for update',
          values: [present],
        })
      : nothingAsked,
    present.length > 0
      ? transaction.query<StoredFact>({
          name: 'event-store.load-subjects',
          text: 'select subject, type, data from events where subject = any($1) order by subject, subject_version',
          values: [present],
        })
      : nothingAsked,
  );
  for (const { subject } of claims.rows) claimed.add(subject);
  for (const { subject, type, data } of facts.rows) {
    const { state, version } = states.get(subject)!;
    states.set(subject, { state: deciders.get(subject)!.evolve(state, { type, data }), version: version + 1 });
  }
  return { states, claimed };
}

/** Gives back what was claimed for nothing: a refused command leaves no trace. */
export async function releaseSubjects(transaction: Transaction, subjects: readonly string[]): Promise<void> {
  if (subjects.length === 0) return;
  await transaction.query({
    name: 'event-store.release-subjects',
    text: 'delete from streams where subject = any($1) and version = 0',
    values: [subjects],
  });
}
