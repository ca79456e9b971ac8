import { OwnerUnavailable } from '@sightline/contracts';
import { CommitUnknown } from '@sightline/event-store';

/** Another replica moved the checkpoint: this one's picture is old and its batch had no effect. */
export class StaleCheckpoint extends Error {
  override readonly name = 'StaleCheckpoint';
}

/** A dependency is down: the consumer waits and parks nothing. */
export class ConsumerOutage extends Error {
  override readonly name = 'ConsumerOutage';
}

/** An event of the sequence is missing; going on would skip it. */
export class ChainBroken extends Error {
  override readonly name = 'ChainBroken';
  constructor(
    consumer: string,
    log: string,
    partition: number,
    expectedPrevious: number,
    seenPrevious: number,
    position: number,
  ) {
    super(
      `${consumer}: log ${log}, partition ${partition}: event ${position} follows ${seenPrevious}, but ${expectedPrevious} was the last one seen; stopped, nothing is skipped`,
    );
  }
}

/** The consumer has seen more of a log than the log holds: a restore went only half way. */
export class ConsumerAheadOfLog extends Error {
  override readonly name = 'ConsumerAheadOfLog';
  constructor(
    consumer: string,
    log: string,
    seen: { epoch: number; position: number },
    head: { epoch: number; position: number },
  ) {
    super(
      `${consumer} has seen position ${seen.position} (epoch ${seen.epoch}) of log ${log}, which stands at ${head.position} (epoch ${head.epoch}); restore all databases to one time and open a new epoch`,
    );
  }
}

const outageCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  '57P01',
  '57P02',
  '57P03',
  // The server ended a transaction or session in which this process had done nothing for too long.
  '25P03',
  '57P05',
  '53300',
]);

/** True when the failure says that something the work needs is down, not that the event is bad. */
export const isOutage = (error: unknown): boolean => {
  if (error instanceof OwnerUnavailable || error instanceof ConsumerOutage || error instanceof CommitUnknown)
    return true;
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  return (
    (code !== undefined && (outageCodes.has(code) || code.startsWith('08'))) ||
    /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
      message ?? '',
    )
  );
};
