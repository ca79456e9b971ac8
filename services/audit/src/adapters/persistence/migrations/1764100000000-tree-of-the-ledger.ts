import type { Queryable } from '@sightline/event-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { fillTiles } from '../tree-tiles.js';

/** As many leaves at a time as fill one tile of the second level: 2 MB of hashes. */
const leavesAtATime = 65_536;

const appendOnly = (table: string): readonly string[] => [
  `create trigger ${table}_append_only before update or delete on ${table} for each row execute function refuse_ledger_change()`,
  `create trigger ${table}_no_truncate before truncate on ${table} for each statement execute function refuse_ledger_change()`,
  `revoke update, delete, truncate on ${table} from current_user`,
];

/** Each tile is written once, when 256 hashes fill it (C2SP tlog-tiles); hashes do not compress. */
const tree: readonly string[] = [
  `create table tree_tiles (
     level smallint not null, tile_index bigint not null, hashes bytea not null check (length(hashes) = 8192),
     root bytea not null check (length(root) = 32), primary key (level, tile_index))`,
  'alter table tree_tiles alter column hashes set storage external',
  ...appendOnly('tree_tiles'),
  'create table tree_heads (size bigint primary key, signed_at timestamptz(3) not null, note text not null)',
  ...appendOnly('tree_heads'),
  'create index ledger_event on ledger (event_id)',
];

/** The tree over what the ledger holds already is built here, a part at a time. */
export class TreeOfTheLedger1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of tree) await runner.query(statement);
    const inMigration = {
      query: async ({ text, values }: { readonly text: string; readonly values: unknown[] }) => ({
        rows: (await runner.query(text, values)) as unknown[],
      }),
    } as unknown as Queryable;
    const [head] = (await runner.query('select sequence::float8 as size from ledger_head')) as { size: number }[];
    const size = head?.size ?? 0;
    for (let before = 0; before < size; before += leavesAtATime)
      await fillTiles(inMigration, before, Math.min(before + leavesAtATime, size));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of ['drop index ledger_event', 'drop table tree_heads', 'drop table tree_tiles'])
      await runner.query(statement);
  }
}
