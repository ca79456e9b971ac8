import type { EventEnvelope, LogName } from '@sightline/contracts';
import { readEpochAt, readLog, readLogHead, type LogHead } from '@sightline/event-store';
import pg from 'pg';

export interface LogFeedOptions {
  readonly log: LogName;
  /** Connects as a role that may read `events` and `log_head` only. */
  readonly connectionString: string;
  readonly pollIntervalMs: number;
  readonly tailLengthMax: number;
  /** Listens for and sends wake-ups across processes. */
  readonly acrossProcesses: boolean;
}

const channel = 'sightline_log';
const fetchSizeMax = 1_000;
/** Between two reads of a log that grows all the time: what is appended meanwhile is read at once. */
const gatherMs = 2;

/**
 * The one reader connection of a process for one producer's log. It reads new events once and keeps a bounded tail of
 * them, from which every local consumer is served; whoever is further behind reads through the same connection.
 */
export class LogFeed {
  private client: Promise<pg.Client> | undefined;
  private tail: EventEnvelope[] = [];
  private lastPosition = -1;
  private fetching: Promise<void> | undefined;
  private again = false;
  private closed = false;
  private readonly timer: NodeJS.Timeout;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly options: LogFeedOptions) {
    this.timer = setInterval(() => this.wake(), options.pollIntervalMs);
  }

  onAdvanced(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** New events may be there; many calls at once make one read. */
  wake(): void {
    if (this.closed) return;
    if (this.fetching) {
      this.again = true;
      return;
    }
    this.fetching = this.fetch()
      .catch(() => this.disconnect())
      .finally(() => {
        this.fetching = undefined;
        if (!this.again) return;
        this.again = false;
        setTimeout(() => this.wake(), gatherMs);
      });
  }

  /** Tells other processes that the log has grown. */
  notifyOthers(): void {
    if (!this.options.acrossProcesses || this.closed) return;
    this.connection()
      .then((client) => client.query(`notify ${channel}`))
      .catch(() => this.disconnect());
  }

  /** Up to `limit` events after a position, in commit order. @throws what the connection throws */
  async read(after: number, limit: number): Promise<readonly EventEnvelope[]> {
    if (after >= this.lastPosition && this.lastPosition >= 0) return [];
    const first = this.tail[0];
    if (first && after >= first.position - 1) {
      const start = after - first.position + 1;
      return this.tail.slice(start, start + limit);
    }
    return readLog(await this.connection(), this.options.log, after, limit);
  }

  async head(): Promise<LogHead> {
    return readLogHead(await this.connection());
  }

  async epochAt(position: number): Promise<number | undefined> {
    return readEpochAt(await this.connection(), position);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    await this.fetching;
    const client = this.client;
    this.client = undefined;
    if (client) await client.then((open) => open.end()).catch(() => undefined);
  }

  private async fetch(): Promise<void> {
    const client = await this.connection();
    if (this.lastPosition < 0) {
      this.lastPosition = (await readLogHead(client)).position;
      this.advanced();
      return;
    }
    for (;;) {
      const events = await readLog(client, this.options.log, this.lastPosition, fetchSizeMax);
      if (events.length === 0) return;
      this.lastPosition = events[events.length - 1]!.position;
      this.tail.push(...events);
      if (this.tail.length > this.options.tailLengthMax)
        this.tail = this.tail.slice(-Math.ceil(this.options.tailLengthMax / 2));
      this.advanced();
      if (events.length < fetchSizeMax) return;
    }
  }

  private advanced(): void {
    for (const listener of this.listeners) listener();
  }

  private connection(): Promise<pg.Client> {
    this.client ??= this.connect();
    return this.client;
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.options.connectionString,
      application_name: `sightline feed ${this.options.log}`,
      // Those who catch up share the connection with whoever reads the tail.
      pipeline: true,
    } as pg.ClientConfig);
    client.on('error', () => this.disconnect());
    client.on('notification', () => this.wake());
    try {
      await client.connect();
      if (this.options.acrossProcesses) await client.query(`listen ${channel}`);
    } catch (error) {
      this.client = undefined;
      throw error;
    }
    return client;
  }

  /** What is known of the log goes with the connection: it may come back restored to an earlier time. */
  private disconnect(): void {
    this.tail = [];
    this.lastPosition = -1;
    const client = this.client;
    this.client = undefined;
    client?.then((open) => open.end()).catch(() => undefined);
  }
}
