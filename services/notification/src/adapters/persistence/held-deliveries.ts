import type { Queryable } from '@sightline/event-store';

/**
 * After a restore: mail that still waits in the backup may have gone out after the backup was taken, and nobody here can
 * know. It is held, so that no family is told twice by a machine, until an operator lets it go (C6).
 * @returns the ids of the held mails; they are also the left part of their Message-IDs
 */
export async function holdWaitingDeliveries(database: Queryable): Promise<readonly string[]> {
  const { rows } = await database.query<{ delivery_id: string }>(
    `update deliveries set next_attempt_at = 'infinity', lease_id = null, leased_until = null
     where outcome is null returning delivery_id`,
  );
  return rows.map(({ delivery_id }) => delivery_id);
}

/** Lets held mail go, at once. @returns how many */
export async function releaseHeldDeliveries(database: Queryable): Promise<number> {
  const { rowCount } = await database.query(
    `update deliveries set next_attempt_at = now() where outcome is null and next_attempt_at = 'infinity'`,
  );
  return rowCount ?? 0;
}
