import type { UnitOfWork, UnitResult } from './unit-of-work.js';
import type { Transaction } from './transaction.js';

interface KeptAnswer {
  scope: string;
  key: string;
  body_hash: string;
  answer: unknown;
}

/** Answers the units whose Idempotency-Key is already known; leaves the others open. */
export async function findKeptAnswers(
  transaction: Transaction,
  units: readonly UnitOfWork[],
  results: (UnitResult | undefined)[],
): Promise<void> {
  const keyed = units.flatMap((unit) => (unit.idempotency ? [unit.idempotency] : []));
  if (keyed.length === 0) return;
  const { rows } = await transaction.query<KeptAnswer>({
    name: 'event-store.find-kept-answers',
    text: `select scope, key, body_hash, answer from idempotency_keys
           join unnest($1::text[], $2::text[]) as asked (scope, key) using (scope, key)`,
    values: [keyed.map(({ scope }) => scope), keyed.map(({ key }) => key)],
  });
  const kept = new Map(rows.map((row) => [JSON.stringify([row.scope, row.key]), row]));
  units.forEach((unit, index) => {
    if (!unit.idempotency) return;
    const found = kept.get(JSON.stringify([unit.idempotency.scope, unit.idempotency.key]));
    if (!found) return;
    results[index] =
      found.body_hash === unit.idempotency.bodyHash
        ? { outcome: 'repeated', answer: found.answer }
        : { outcome: 'key-reused' };
  });
}

/** True when another replica has kept an answer under one of these keys in the meantime: run again, the unit finds it. */
export const isKeyCollision = (error: unknown): boolean =>
  (error as { constraint?: unknown } | null)?.constraint === 'idempotency_keys_pkey';

/** Keeps the answers with the effect. @throws a unique violation for which `isKeyCollision` is true */
export async function keepAnswers(
  transaction: Transaction,
  accepted: readonly { unit: UnitOfWork; answer: unknown }[],
): Promise<void> {
  const kept = accepted.flatMap(({ unit, answer }) =>
    unit.idempotency ? [{ ...unit.idempotency, answer, at: unit.commands[0]?.context.time ?? new Date(0) }] : [],
  );
  if (kept.length === 0) return;
  await transaction.query({
    name: 'event-store.keep-answers',
    text: `insert into idempotency_keys (scope, key, body_hash, answer, created_at)
           select scope, key, body_hash, answer, at
           from jsonb_to_recordset($1::jsonb) as kept (scope text, key text, body_hash text, answer jsonb, at timestamptz)
           order by scope, key`,
    values: [JSON.stringify(kept.map(({ bodyHash, ...rest }) => ({ ...rest, body_hash: bodyHash })))],
  });
}
