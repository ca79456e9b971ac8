import type { LogName } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';

/** How far a log has been published; the relay's own table, in the producer's database. Run once, in a service's first migration. */
export const relaySchema: readonly string[] = [
  `create table relay_state (
     log text primary key,
     generation integer not null check (generation > 0),
     partitions integer not null check (partitions > 0),
     head_epoch integer not null,
     position bigint not null,
     epoch integer not null,
     epoch_base bigint not null,
     last_positions bigint[] not null,
     next_offsets bigint[] not null,
     check (cardinality(last_positions) = partitions and cardinality(next_offsets) = partitions)
   )`,
];

export const relaySchemaDown: readonly string[] = ['drop table relay_state'];

export interface RelayState {
  readonly log: LogName;
  readonly generation: number;
  readonly partitions: number;
  /** The log's epoch when the generation began; a later one needs a generation of its own. */
  readonly headEpoch: number;
  /** Log position of the last event that was acknowledged and recorded. */
  readonly position: number;
  /** Epoch of that event, and the last position of the epochs before it. */
  readonly epoch: number;
  readonly epochBase: number;
  /** For each partition, the log position of the last event sent to it; 0 for none. */
  readonly lastPositions: readonly number[];
  /** For each partition, the offset behind its last recorded event. */
  readonly nextOffsets: readonly bigint[];
}

export const emptyGeneration = (
  log: LogName,
  generation: number,
  partitions: number,
  headEpoch: number,
): RelayState => ({
  log,
  generation,
  partitions,
  headEpoch,
  position: 0,
  epoch: 1,
  epochBase: 0,
  lastPositions: new Array<number>(partitions).fill(0),
  nextOffsets: new Array<bigint>(partitions).fill(0n),
});

/** Another replica publishes this log now. */
class RelayReplaced extends Error {
  override readonly name = 'RelayReplaced';
}

interface RelayRow {
  log: LogName;
  generation: number;
  partitions: number;
  head_epoch: number;
  position: string;
  epoch: number;
  epoch_base: string;
  last_positions: string[];
  next_offsets: string[];
}

export async function loadRelayState(database: Queryable, log: LogName): Promise<RelayState | undefined> {
  const { rows } = await database.query<RelayRow>('select * from relay_state where log = $1', [log]);
  const row = rows[0];
  return (
    row && {
      log: row.log,
      generation: row.generation,
      partitions: row.partitions,
      headEpoch: row.head_epoch,
      position: Number(row.position),
      epoch: row.epoch,
      epochBase: Number(row.epoch_base),
      lastPositions: row.last_positions.map(Number),
      nextOffsets: row.next_offsets.map(BigInt),
    }
  );
}

const values = (state: RelayState): unknown[] => [
  state.log,
  state.generation,
  state.partitions,
  state.headEpoch,
  state.position,
  state.epoch,
  state.epochBase,
  state.lastPositions,
  state.nextOffsets.map(String),
];

/** Begins a generation; whatever was published before counts no more. */
export async function beginGeneration(database: Queryable, state: RelayState): Promise<void> {
  await database.query(
    `insert into relay_state (log, generation, partitions, head_epoch, position, epoch, epoch_base, last_positions, next_offsets)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (log) do update set generation = excluded.generation, partitions = excluded.partitions,
       head_epoch = excluded.head_epoch, position = excluded.position, epoch = excluded.epoch, epoch_base = excluded.epoch_base,
       last_positions = excluded.last_positions, next_offsets = excluded.next_offsets`,
    values(state),
  );
}

/** Records what the bus has acknowledged. @throws RelayReplaced when somebody else has recorded in between */
export async function recordPublished(database: Queryable, from: RelayState, to: RelayState): Promise<void> {
  const { rowCount } = await database.query({
    name: 'relay-state.record',
    text: `update relay_state set position = $5, epoch = $6, epoch_base = $7, last_positions = $8, next_offsets = $9
           where log = $1 and generation = $2 and partitions = $3 and head_epoch = $4 and position = $10`,
    values: [...values(to), from.position],
  });
  if (rowCount !== 1) throw new RelayReplaced(`another replica publishes the log of ${from.log}`);
}
