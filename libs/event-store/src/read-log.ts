import type { EventEnvelope } from '@sightline/contracts';
import type { Queryable } from './transaction.js';

export interface LogHead {
  readonly log: string;
  readonly epoch: number;
  readonly position: number;
}

export interface EventRow {
  position: string | number;
  epoch: number;
  id: string;
  subject: string;
  subject_version: number;
  type: string;
  time: Date;
  correlation_id: string;
  causation_id: string;
  actor: string;
  policy_version: string;
  partition_key: string;
  traceparent: string | null;
  data: object;
}

const columns =
  'position, epoch, id, subject, subject_version, type, time, correlation_id, causation_id, actor, policy_version, partition_key, traceparent, data';

const toEnvelope = (log: string, row: EventRow): EventEnvelope => ({
  specversion: '1.0',
  id: row.id,
  source: `/sightline/${log}`,
  type: row.type,
  subject: row.subject,
  time: row.time.toISOString(),
  datacontenttype: 'application/json',
  data: row.data,
  correlationid: row.correlation_id,
  causationid: row.causation_id,
  actor: row.actor,
  policyversion: row.policy_version,
  partitionkey: row.partition_key,
  log,
  epoch: row.epoch,
  position: Number(row.position),
  subjectversion: row.subject_version,
  ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
});

/** Up to `limit` events after a position, in commit order and without gaps. */
export async function readLog(
  database: Queryable,
  log: string,
  afterPosition: number,
  limit: number,
): Promise<EventEnvelope[]> {
  const { rows } = await database.query<EventRow>({
    name: 'event-store.read-log',
    text: `select ${columns} from events where position > $1 order by position limit $2`,
    values: [afterPosition, limit],
  });
  return rows.map((row) => toEnvelope(log, row));
}

/** Where the log stands: its epoch and the position of its last committed event (0 when empty). */
export async function readLogHead(database: Queryable): Promise<LogHead> {
  const { rows } = await database.query<{ log: string; epoch: number; position: string }>({
    name: 'event-store.read-log-head',
    text: 'select log, epoch, position from log_head',
  });
  const row = rows[0];
  if (!row) throw new Error('log_head is empty: the event store schema was not created in this database');
  return { log: row.log, epoch: row.epoch, position: Number(row.position) };
}

/** In which epoch the event at a position was appended; undefined when the log does not hold that position. */
export async function readEpochAt(database: Queryable, position: number): Promise<number | undefined> {
  const { rows } = await database.query<{ epoch: number }>({
    name: 'event-store.read-epoch-at',
    text: 'select epoch from events where position = $1',
    values: [position],
  });
  return rows[0]?.epoch;
}

/** All events of one aggregate, oldest first. */
export async function loadSubject(database: Queryable, log: string, subject: string): Promise<EventEnvelope[]> {
  const { rows } = await database.query<EventRow>({
    name: 'event-store.load-subject',
    text: `select ${columns} from events where subject = $1 order by subject_version`,
    values: [subject],
  });
  return rows.map((row) => toEnvelope(log, row));
}
