import type { LogName } from '@sightline/contracts';
import type { Queryable, Transaction } from '@sightline/event-store';
import type { Checkpoint, OriginPartition } from '../origin.js';
import { StaleCheckpoint } from './consumer-errors.js';

interface CheckpointRow {
  log: LogName;
  generation: number;
  partition: number;
  partitions: number;
  epoch: number;
  position: string;
  message_offset: string | null;
  closed: boolean;
}

const toCheckpoint = (row: CheckpointRow): Checkpoint => ({
  log: row.log,
  generation: row.generation,
  partition: row.partition,
  partitions: row.partitions,
  epoch: row.epoch,
  position: Number(row.position),
  offset: row.message_offset,
});

export const checkpointKey = ({ log, generation, partition }: Omit<OriginPartition, 'partitions'>): string =>
  `${log}/${generation}/${partition}`;

/** All checkpoints of a consumer, those of older generations too. */
export async function loadCheckpoints(database: Queryable, consumer: string): Promise<Checkpoint[]> {
  const { rows } = await database.query<CheckpointRow>({
    name: 'checkpoints.load',
    text: 'select * from checkpoints where consumer = $1',
    values: [consumer],
  });
  return rows.map(toCheckpoint);
}

/** Makes a row for every partition and closes older generations of the same logs: whoever still reads them finds its checkpoint stale. */
export async function openPartitions(
  transaction: Transaction,
  consumer: string,
  partitions: readonly OriginPartition[],
): Promise<void> {
  const columns = [
    partitions.map(({ log }) => log),
    partitions.map(({ generation }) => generation),
    partitions.map(({ partition }) => partition),
    partitions.map((each) => each.partitions),
  ];
  await transaction.query({
    name: 'checkpoints.open',
    text: `insert into checkpoints (consumer, log, generation, partition, partitions, epoch, position)
           select $1, log, generation, partition, partitions, 1, 0
           from unnest($2::text[], $3::integer[], $4::integer[], $5::integer[]) as opened (log, generation, partition, partitions)
           on conflict do nothing`,
    values: [consumer, ...columns],
  });
  await transaction.query({
    name: 'checkpoints.close-older',
    text: `update checkpoints set closed = true
           from (select log, max(generation) as generation from unnest($2::text[], $3::integer[]) as opened (log, generation) group by log) as current
           where consumer = $1 and checkpoints.log = current.log and checkpoints.generation < current.generation and not closed`,
    values: [consumer, columns[0], columns[1]],
  });
}

/** What the fence found. */
export interface Fenced {
  /** Those of the batch's keys that are parked for this consumer; locked, so that a resume waits for this transaction. */
  readonly parkedKeys: ReadonlySet<string>;
}

export interface Move {
  readonly from: Checkpoint;
  readonly to: Checkpoint;
}

/**
 * The fence: the first statement of a batch moves its checkpoints, if they stand where this runner believes, and locks
 * the batch's parked keys. What follows commits with it or not at all, and is not planned anew for each batch's size. The server ends the transaction when this process
 * does nothing in it for `frozenAfterMs`: a frozen replica must not hold the locks for ever.
 * @throws StaleCheckpoint when another replica has moved one or a newer generation has closed it
 */
export async function fence(
  transaction: Transaction,
  consumer: string,
  moves: readonly Move[],
  keys: readonly string[],
  frozenAfterMs: number,
): Promise<Fenced> {
  const { rows } = await transaction.query<{ moved: number; parked: string[] }>({
    name: 'checkpoints.fence',
    text: `with moved as (
             update checkpoints set epoch = move.epoch, position = move.position, message_offset = move.message_offset
             from unnest($2::text[], $3::integer[], $4::integer[], $5::bigint[], $6::integer[], $7::bigint[], $8::text[])
                  as move (log, generation, partition, believed, epoch, position, message_offset)
             where consumer = $1 and checkpoints.log = move.log and checkpoints.generation = move.generation
               and checkpoints.partition = move.partition and checkpoints.position = move.believed and not closed
             returning 1
           ), parked as (
             select partition_key from parked_keys where consumer = $1 and partition_key = any($9) order by partition_key for update
           )
           select (select count(*)::integer from moved) as moved, array(select partition_key from parked) as parked,
                  set_config('idle_in_transaction_session_timeout', $10, true),
                  set_config('plan_cache_mode', 'force_generic_plan', true)`,
    values: [
      consumer,
      moves.map(({ to }) => to.log),
      moves.map(({ to }) => to.generation),
      moves.map(({ to }) => to.partition),
      moves.map(({ from }) => from.position),
      moves.map(({ to }) => to.epoch),
      moves.map(({ to }) => to.position),
      moves.map(({ to }) => to.offset),
      keys,
      String(frozenAfterMs),
    ],
  });
  const [found] = rows;
  if (found?.moved !== moves.length)
    throw new StaleCheckpoint(
      `${consumer}: ${moves.map(({ from }) => `${checkpointKey(from)} at ${from.position}`).join(', ')}: another replica was faster, or a newer generation has begun`,
    );
  return { parkedKeys: new Set(found.parked) };
}
