import type { Transaction, UnitOfWork, UnitResult } from '@sightline/event-store';
import type { Refusal } from '@sightline/decider';

/** On whose word the roster is what it is from now on. */
export interface ActContext {
  readonly actor: string;
  readonly correlationId: string;
  readonly policyVersion: string;
  readonly time: Date;
}

export interface RosterAct<Answer> {
  /** A function looks at the roster first, and nothing changes until it is done. Without commands its rows are all there is to it. */
  readonly unit: UnitOfWork<Answer> | ((transaction: Transaction) => Promise<UnitOfWork<Answer>>);
  /** The date in the district's time zone. */
  readonly today: string;
  /** Rows of the roster that change with it; only when the unit was accepted and, having commands, said something. */
  readonly write?: (transaction: Transaction) => Promise<void>;
  /** On whose word what then differs is told; left out where nothing can differ. */
  readonly retell?: ActContext & { readonly senderIds: readonly string[]; readonly admittedIds: readonly string[] };
}

/** One change of the roster at a time, imports included; nothing of a refused one stays. */
export interface RosterActs {
  /** @throws what `write` throws; nothing is changed then */
  act<Answer>(act: RosterAct<Answer>): Promise<UnitResult<Answer>>;
}

/** What a look at the rows refuses, inside the act. */
export class ActRefused extends Error {
  override readonly name = 'ActRefused';
  constructor(readonly refusal: Refusal) {
    super(refusal.detail);
  }
}
