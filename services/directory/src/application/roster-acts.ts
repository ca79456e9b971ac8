import type { Transaction, UnitOfWork, UnitResult } from '@sightline/event-store';

export interface RosterAct<Answer> {
  /** A function looks at the roster first, and nothing changes until it is done. */
  readonly unit: UnitOfWork<Answer> | ((transaction: Transaction) => Promise<UnitOfWork<Answer>>);
  /** The date in the district's time zone. */
  readonly today: string;
  /** Rows of the roster that change with it; only when the unit was accepted and said something. */
  readonly write?: (transaction: Transaction) => Promise<void>;
  /** On whose word what then differs is told; left out where nothing can differ. */
  readonly retell?: { readonly senderIds: readonly string[]; readonly admittedIds: readonly string[] };
}

/** One change of the roster at a time, imports included; nothing of a refused one stays. */
export interface RosterActs {
  act<Answer>(act: RosterAct<Answer>): Promise<UnitResult<Answer>>;
}
