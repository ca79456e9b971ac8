import type { LogName } from '@sightline/contracts';
import type { Queryable, Transaction } from '@sightline/event-store';
import type { OriginPartition } from '../event-bus.js';
import { StaleCheckpoint } from './consumer-errors.js';

/** How far a consumer has come in one partition of one log. */
export interface Checkpoint extends OriginPartition {
  readonly epoch: number;
  /** Log position of the last event whose effect has committed; 0 before the first. */
  readonly position: number;
  /** The driver's address of that event; null before the first. */
  readonly offset: string | null;
}

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

/**
 * The fence: the first statement of a batch locks its checkpoint rows and compares them with what this runner believes.
 * The server ends the transaction when this process does nothing in it for `frozenAfterMs`: a frozen replica must not
 * hold the locks for ever.
 * @throws StaleCheckpoint when another replica has moved one or a newer generation has closed it
 */
export async function lockCheckpoints(
  transaction: Transaction,
  consumer: string,
  believed: readonly Checkpoint[],
  frozenAfterMs: number,
): Promise<void> {
  const ordered = [...believed].sort((left, right) => (checkpointKey(left) < checkpointKey(right) ? -1 : 1));
  const { rows } = await transaction.query<CheckpointRow>({
    name: 'checkpoints.lock',
    text: `select checkpoints.*, set_config('idle_in_transaction_session_timeout', $5, true) from checkpoints
           join unnest($2::text[], $3::integer[], $4::integer[]) as wanted (log, generation, partition) using (log, generation, partition)
           where consumer = $1 order by log, generation, partition for update of checkpoints`,
    values: [
      consumer,
      ordered.map(({ log }) => log),
      ordered.map(({ generation }) => generation),
      ordered.map(({ partition }) => partition),
      String(frozenAfterMs),
    ],
  });
  const stored = new Map(rows.map((row) => [checkpointKey(row), row]));
  for (const checkpoint of ordered) {
    const row = stored.get(checkpointKey(checkpoint));
    if (!row || row.closed || Number(row.position) !== checkpoint.position)
      throw new StaleCheckpoint(
        `${consumer}: ${checkpointKey(checkpoint)} is at ${row ? row.position : 'nothing'}${row?.closed ? ' and closed' : ''}, not at ${checkpoint.position}`,
      );
  }
}

export async function saveCheckpoints(
  transaction: Transaction,
  consumer: string,
  reached: readonly Checkpoint[],
): Promise<void> {
  await transaction.query({
    name: 'checkpoints.save',
    text: `update checkpoints set epoch = reached.epoch, position = reached.position, message_offset = reached.message_offset
           from unnest($2::text[], $3::integer[], $4::integer[], $5::integer[], $6::bigint[], $7::text[])
                as reached (log, generation, partition, epoch, position, message_offset)
           where consumer = $1 and checkpoints.log = reached.log and checkpoints.generation = reached.generation
             and checkpoints.partition = reached.partition`,
    values: [
      consumer,
      reached.map(({ log }) => log),
      reached.map(({ generation }) => generation),
      reached.map(({ partition }) => partition),
      reached.map(({ epoch }) => epoch),
      reached.map(({ position }) => position),
      reached.map(({ offset }) => offset),
    ],
  });
}
