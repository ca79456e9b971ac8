import type pg from 'pg';
import type { Transaction } from '@sightline/event-store';

// Any fixed number that nothing else in this database uses.
const claimSpace = 4_650_003;
const claimKey = `${claimSpace}, hashtext($1)`;

/**
 * Which imports this process has under way, as locks that a crash takes with it: another replica can tell an import that
 * was cut off from one that runs. One connection, held only while there is such an import.
 */
export class ImportClaims {
  private readonly held = new Set<string>();
  private connection: Transaction | undefined;
  /** One statement at a time: a connection takes no second one meanwhile. */
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly pool: pg.Pool) {}

  claim(importId: string): Promise<void> {
    return this.inTurn(async () => {
      this.connection ??= await this.connect();
      await this.connection.query(`select pg_advisory_lock(${claimKey})`, [importId]);
      this.held.add(importId);
    });
  }

  letGo(importId: string): Promise<void> {
    return this.inTurn(async () => {
      const { connection } = this;
      if (!this.held.delete(importId) || !connection) return;
      const unlocked = connection.query(`select pg_advisory_unlock(${claimKey})`, [importId]);
      const broken = await unlocked.then(
        () => undefined,
        (error: Error) => error,
      );
      if (this.held.size > 0) return;
      this.connection = undefined;
      connection.removeListener('error', ignore);
      connection.release(broken);
    });
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const result = this.turn.then(work);
    this.turn = result.catch(ignore);
    return result;
  }

  private async connect(): Promise<Transaction> {
    const client = await this.pool.connect();
    // A connection that breaks takes the claims with it; the imports then end as what nobody has under way.
    client.on('error', ignore);
    return client;
  }
}

const ignore = (): void => undefined;

/** Imports that say they run and that no process has under way; their claims are held until the transaction ends. */
export async function abandonedImports(transaction: Transaction): Promise<string[]> {
  const running = await transaction.query<{ id: string }>(`select id from roster_imports where status = 'running'`);
  const { rows } = await transaction.query<{ id: string }>(
    `select id from unnest($1::text[]) as id where pg_try_advisory_xact_lock(${claimSpace}, hashtext(id))`,
    [running.rows.map(({ id }) => id)],
  );
  return rows.map(({ id }) => id);
}
