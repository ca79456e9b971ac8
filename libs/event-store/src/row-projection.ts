import { createHash } from 'node:crypto';
import pg from 'pg';
import type { StagedEvent } from './unit-of-work.js';
import type { Transaction } from './transaction.js';

/** A table that follows events inside the transaction that appends them. Disposable: a rebuild gives the same rows. */
export interface Projection {
  readonly name: string;
  readonly types: ReadonlySet<string>;
  apply(transaction: Transaction, events: readonly StagedEvent[]): Promise<void>;
}

export interface RowProjectionDefinition<Row extends object, Event extends { type: string }> {
  readonly table: string;
  /** Name of the table's single-column primary key. */
  readonly key: keyof Row & string;
  readonly types: readonly Event['type'][];
  /** Every key that the event touches. */
  keysOf(event: Event): readonly string[];
  /** Pure: the row after the event; null removes it. */
  evolve(row: Row | undefined, event: Event, key: string): Row | null;
  /** True when the event is the first to touch its keys, so that no row has to be read. */
  creates?(event: Event): boolean;
}

/** `date` as YYYY-MM-DD (a Date would drift by a day east of Greenwich when written back), `bigint` as a number, the rest as pg does. */
const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === pg.types.builtins.DATE) return (text: string) => text;
    if (oid === pg.types.builtins.INT8) return Number;
    return pg.types.getTypeParser(oid, format as 'text');
  }) as typeof pg.types.getTypeParser,
};

const statementName = (table: string, columns: readonly string[]): string =>
  `projection.write.${createHash('sha256')
    .update(`${table} ${columns.join(' ')}`)
    .digest('hex')
    .slice(0, 32)}`;

const byKey = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/**
 * Three statements a batch at the most, whatever its size: read the touched rows in key order, write the changed ones,
 * remove the ended ones. Columns are the properties of `Row`, spelled as in the table; a property left out is null.
 */
export function rowProjection<Row extends object, Event extends { type: string }>(
  definition: RowProjectionDefinition<Row, Event>,
): Projection {
  const { table, key } = definition;
  return {
    name: table,
    types: new Set(definition.types),
    async apply(transaction, staged) {
      const events = staged as unknown as readonly Event[];
      const created = new Set<string>();
      const toRead = new Set<string>();
      for (const event of events)
        for (const id of definition.keysOf(event))
          if (definition.creates?.(event)) created.add(id);
          else if (!created.has(id)) toRead.add(id);

      const rows = new Map<string, Row | undefined>();
      if (toRead.size > 0) {
        const found = await transaction.query<Row>({
          name: `projection.${table}.read`,
          text: `select * from ${table} where ${key} = any($1) order by ${key} for update`,
          values: [[...toRead].sort(byKey)],
          types: columnTypes,
        });
        for (const row of found.rows) rows.set(String(row[key]), row);
      }
      const known = new Set(rows.keys());

      for (const event of events)
        for (const id of definition.keysOf(event))
          rows.set(id, definition.evolve(rows.get(id), event, id) ?? undefined);

      const written = [...rows]
        .filter((entry): entry is [string, Row] => entry[1] !== undefined)
        .sort(([left], [right]) => byKey(left, right));
      if (written.length > 0) {
        const names = [...new Set(written.flatMap(([, row]) => Object.keys(row)))].sort(byKey);
        const assignments = names.filter((name) => name !== key).map((name) => `${name} = excluded.${name}`);
        await transaction.query({
          name: statementName(table, names),
          text: `insert into ${table} (${names.join(', ')})
                 select ${names.join(', ')} from jsonb_populate_recordset(null::${table}, $1::jsonb)
                 on conflict (${key}) do ${assignments.length > 0 ? `update set ${assignments.join(', ')}` : 'nothing'}`,
          values: [JSON.stringify(written.map(([, row]) => row))],
        });
      }
      const removed = [...rows].filter(([id, row]) => row === undefined && known.has(id)).map(([id]) => id);
      if (removed.length > 0)
        await transaction.query({
          name: `projection.${table}.remove`,
          text: `delete from ${table} where ${key} = any($1)`,
          values: [removed],
        });
    },
  };
}
