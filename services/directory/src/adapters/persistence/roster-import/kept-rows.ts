import type { Transaction } from '@sightline/event-store';
import type { KeptRoster, ReadRoster } from '../../../application/ports.js';
import { stagedNames, stagedTable } from './staged-roster.js';

const tables = [...stagedNames.map(stagedTable), 'held'];

/** Keeps what was read until a person decides: the rows as they were staged, which hold nothing that was refused at the door. */
export async function keepRows(
  transaction: Transaction,
  importId: string,
  { read, rollover }: KeptRoster,
): Promise<void> {
  for (const table of tables)
    await transaction.query(
      `insert into kept_import_rows (import_id, staged, content) select $1, '${table}', to_jsonb(s) from ${table} s`,
      [importId],
    );
  await transaction.query(`insert into kept_imports (import_id, read) values ($1, $2)`, [
    importId,
    JSON.stringify({ ...read, rollover }),
  ]);
}

/** @throws Error when nothing is kept for the import */
export async function stageKeptRows(transaction: Transaction, importId: string): Promise<KeptRoster> {
  const { rows } = await transaction.query<{ read: ReadRoster & { readonly rollover?: boolean } }>(
    'select read from kept_imports where import_id = $1',
    [importId],
  );
  if (!rows[0]) throw new Error(`nothing is kept of import ${importId}`);
  for (const table of tables)
    await transaction.query(
      `insert into ${table} select (jsonb_populate_record(null::${table}, content)).* from kept_import_rows
       where import_id = $1 and staged = '${table}'`,
      [importId],
    );
  // One that was kept by the release before has no word for it.
  const { rollover = false, ...read } = rows[0].read;
  return { read, rollover };
}

export async function dropKeptRows(transaction: Pick<Transaction, 'query'>, importId: string): Promise<void> {
  await transaction.query('delete from kept_import_rows where import_id = $1', [importId]);
  await transaction.query('delete from kept_imports where import_id = $1', [importId]);
}
