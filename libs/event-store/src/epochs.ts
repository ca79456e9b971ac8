import type { Transaction } from './transaction.js';

/**
 * Opens the log's next epoch; to be run once after a restore, before any consumer starts. Positions go on from the
 * restored head, and a consumer that had seen further in the old epoch refuses to run (design §3).
 */
export async function openEpoch(transaction: Transaction): Promise<number> {
  const { rows } = await transaction.query<{ epoch: number }>('update log_head set epoch = epoch + 1 returning epoch');
  return rows[0]!.epoch;
}
