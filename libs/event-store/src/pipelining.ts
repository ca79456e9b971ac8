import type pg from 'pg';

interface Corkable {
  cork(): void;
  uncork(): void;
}
interface PipeliningClient {
  /** pg ≥ 8.23: statements are sent without waiting for the answer to the one before. */
  pipeline: boolean;
  readonly connection: { readonly stream: Corkable };
}

/**
 * Lets `work` send several statements before the first one is answered; PostgreSQL still runs them in the order sent.
 * What is submitted in one turn of the event loop leaves in one write. Statements that do not need each other's answers
 * should be submitted together, with `together`.
 *
 * The client must be idle when this begins and have everything answered when `work` settles.
 */
export async function pipelined<Result>(client: pg.PoolClient, work: () => Promise<Result>): Promise<Result> {
  const pipelining = client as unknown as PipeliningClient;
  const { stream } = pipelining.connection;
  let held = false;
  // pg corks around each statement: the first of a turn is held until the turn ends.
  const ofPrototype = (Object.getPrototypeOf(stream) as Corkable).cork;
  stream.cork = () => {
    ofPrototype.call(stream);
    if (held) return;
    held = true;
    ofPrototype.call(stream);
    process.nextTick(() => {
      held = false;
      stream.uncork();
    });
  };
  pipelining.pipeline = true;
  try {
    return await work();
  } finally {
    pipelining.pipeline = false;
    delete (stream as Partial<Corkable>).cork;
  }
}

/**
 * Waits for all of them and then throws what failed first. Inside a transaction this takes the place of `Promise.all`,
 * which would go on to roll back while the others may still send statements: those would run outside of it.
 */
export async function together<Results extends readonly unknown[]>(
  ...work: { readonly [Index in keyof Results]: Promise<Results[Index]> }
): Promise<Results> {
  const failures: unknown[] = [];
  const settled = work.map((each) =>
    (each as Promise<unknown>).catch((error: unknown) => {
      failures.push(error);
    }),
  );
  const results = await Promise.all(settled);
  if (failures.length > 0) throw failures[0];
  return results as unknown as Results;
}

/** `begin`, `commit` and `rollback` as prepared statements, which pg corks like any other. */
export const transactionStatement = (command: 'begin' | 'commit' | 'rollback'): pg.QueryConfig => ({
  name: `transaction.${command}`,
  text: command,
});
