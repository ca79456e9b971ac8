import {
  executeUnits,
  inTransaction,
  type Projection,
  type Transaction,
  type UnitOfWork,
} from '@sightline/event-store';
import type pg from 'pg';

/** What a worker claimed inside the transaction, and the commands that follow from it. */
export interface Act {
  readonly units: readonly UnitOfWork[];
  readonly claimed: number;
  /** What builds on the rows that the units wrote. */
  readonly after?: (transaction: Transaction) => Promise<void>;
}

/** Claims, decides and appends in one transaction: after a crash the claim is as undone as its effect. @returns how many rows were claimed */
export const actInTransaction =
  (pool: pg.Pool, projections: readonly Projection[], onAppended: () => void) =>
  async (work: (transaction: Transaction) => Promise<Act>): Promise<number> => {
    const { claimed, appended } = await inTransaction(pool, async (transaction) => {
      const act = await work(transaction);
      const executed = act.units.length === 0 ? undefined : await executeUnits(transaction, act.units, { projections });
      for (const result of executed?.results ?? [])
        if (result.outcome === 'refused') throw new Error(`refused: ${result.refusal.refused}`);
      await act.after?.(transaction);
      return { claimed: act.claimed, appended: executed?.appended ?? 0 };
    });
    if (appended > 0) onAppended();
    return claimed;
  };
