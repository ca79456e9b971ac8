import type { EventEnvelope, LogName, SupposedEvent } from '@sightline/contracts';
import { startConsumer, type RunningConsumer } from '@sightline/event-bus';
import { CommandBatcher, inTransaction, type UnitOfWork, type UnitResult } from '@sightline/event-store';
import type pg from 'pg';
import { parkedEventsIn, type ParkedEventsSource } from '../operations/parked-events/parked-events-source.js';
import { foretellIn } from './foretell.js';
import { composeHandler, type ForeignProjection } from './reactions.js';
import type { ServiceContext } from './service-context.js';
import type { ServiceRuntimeParts } from './service-runtime-parts.js';

/** Load, decide, append for one service: its command batcher, its consumer and its workers, started and stopped together. */
export class ServiceRuntime {
  private readonly batcher: CommandBatcher;
  private consumer: RunningConsumer | undefined;

  constructor(
    private readonly context: Pick<ServiceContext, 'service' | 'bus' | 'clock' | 'logger' | 'health'>,
    private readonly pool: pg.Pool,
    private readonly parts: ServiceRuntimeParts,
  ) {
    this.batcher = new CommandBatcher({ pool, projections: parts.projections, onAppended: () => this.appended() });
  }

  /**
   * Applies a log to this service's tables and reacts to nothing: nothing is appended and nothing sent (design §3). For a
   * fresh database, log by log in any order; a batch is committed with all it changes.
   */
  async replay(log: LogName, batches: AsyncIterable<readonly EventEnvelope[]>): Promise<void> {
    const { projections, foreignProjections = [] } = this.parts;
    const following: readonly ForeignProjection[] = log === this.context.service ? projections : foreignProjections;
    for await (const batch of batches)
      await inTransaction(this.pool, async (transaction) => {
        for (const { types, apply } of following) {
          const relevant = types === 'every' ? batch : batch.filter(({ type }) => types.has(type));
          if (relevant.length > 0) await apply(transaction, relevant);
        }
      });
  }

  /** What this service would say of these events; it reckons as it would act, and nothing of it stays. */
  foretell(events: readonly SupposedEvent[]): Promise<readonly SupposedEvent[]> {
    return foretellIn(this.pool, this.parts, events, this.context.clock.now());
  }

  /** Commits one unit together with whatever else is waiting. */
  execute<Answer>(unit: UnitOfWork<Answer>): Promise<UnitResult<Answer>> {
    return this.batcher.execute(unit);
  }

  start(): void {
    const { context, parts } = this;
    for (const worker of parts.workers ?? []) worker.start();
    if (parts.logs.length === 0) return;
    this.consumer = startConsumer({
      bus: context.bus,
      pool: this.pool,
      consumer: context.service,
      logs: parts.logs,
      ...(parts.lingerMs === undefined ? {} : { lingerMs: parts.lingerMs }),
      now: () => context.clock.now(),
      handler: composeHandler({
        foreignProjections: parts.foreignProjections ?? [],
        reactions: parts.reactions ?? [],
        projections: parts.projections,
        onAppended: () => this.appended(),
        onCommitted: () => this.wakeWorkers(),
      }),
      onParked: (event, error) =>
        context.logger.error(
          { err: error, eventType: event.type, eventLog: event.log, position: event.position },
          'event parked',
        ),
      onStopped: (error) => {
        context.health.report(`consumer ${context.service}`, error);
        if (error) context.logger.error({ err: error }, 'consumer stopped');
      },
    });
  }

  /** What this service could not handle; undefined for one that listens to nobody. */
  get parkedEvents(): ParkedEventsSource | undefined {
    if (this.parts.logs.length === 0) return undefined;
    return parkedEventsIn(this.context.service, this.pool, (key) => this.resume(key), this.context.logger);
  }

  /** Handles what is parked under a key, in order. @returns how many events */
  async resume(partitionKey: string): Promise<number> {
    return (await this.consumer?.resume(partitionKey)) ?? 0;
  }

  async stop(): Promise<void> {
    await this.consumer?.stop();
    await this.batcher.idle();
    await Promise.all((this.parts.workers ?? []).map((worker) => worker.stop()));
  }

  private appended(): void {
    this.context.bus.announce(this.context.service);
    this.wakeWorkers();
  }

  private wakeWorkers(): void {
    for (const worker of this.parts.workers ?? []) worker.wake();
  }
}
