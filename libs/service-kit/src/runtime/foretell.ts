import type { EventEnvelope, SupposedEvent } from '@sightline/contracts';
import { executeUnits, inTransaction, isRetriable, newId, together } from '@sightline/event-store';
import type pg from 'pg';
import type { ServiceRuntimeParts } from './service-runtime-parts.js';

/** Ends the transaction and undoes it: what was reckoned is the answer, and nothing of it stays. */
class Reckoned extends Error {
  override readonly name = 'Reckoned';
  constructor(readonly events: readonly SupposedEvent[]) {
    super('reckoned, and undone');
  }
}

const attemptsMax = 3;

const envelopeOf = (event: SupposedEvent, index: number, at: Date): EventEnvelope => {
  const log = event.type.split('.')[1] ?? '';
  const id = newId();
  return {
    ...event,
    ...{
      specversion: '1.0',
      id,
      source: `/sightline/${log}`,
      time: at.toISOString(),
      datacontenttype: 'application/json',
    },
    ...{ causationid: id, actor: 'system:foretelling', log, epoch: 0, position: index + 1, subjectversion: 1 },
  };
};

const supposedOf = ({
  type,
  subject,
  data,
  partitionkey,
  correlationid,
  policyversion,
}: SupposedEvent): SupposedEvent => ({ type, subject, data, partitionkey, correlationid, policyversion });

/**
 * Runs a service's own projections, reactions and deciders over events that have not happened, in a transaction that is
 * rolled back: the answer cannot differ from what the service would do. A command that would be refused says nothing.
 */
export async function foretellIn(
  pool: pg.Pool,
  { foreignProjections = [], reactions = [], projections }: ServiceRuntimeParts,
  events: readonly SupposedEvent[],
  at: Date,
): Promise<readonly SupposedEvent[]> {
  if (events.length === 0) return [];
  for (let attempt = 1; ; attempt += 1)
    try {
      return await reckon();
    } catch (error) {
      if (error instanceof Reckoned) return error.events;
      // PostgreSQL chose this over somebody who acts; nothing of it is there.
      if (attempt >= attemptsMax || !isRetriable(error)) throw error;
    }

  async function reckon(): Promise<never> {
    const supposed = events.map((event, index) => envelopeOf(event, index, at));
    const among = (types: ReadonlySet<string> | 'every'): EventEnvelope[] =>
      supposed.filter(({ type }) => types === 'every' || types.has(type));
    return inTransaction(pool, async (transaction) => {
      for (const projection of foreignProjections) {
        const relevant = among(projection.types);
        if (relevant.length > 0) await projection.apply(transaction, relevant);
      }
      const reacted = await together(
        ...reactions.map((reaction) => {
          const relevant = among(reaction.types);
          return relevant.length > 0 ? reaction.react(transaction, relevant) : Promise.resolve([]);
        }),
      );
      const { results } = await executeUnits(transaction, reacted.flat(), { projections });
      throw new Reckoned(
        results.flatMap((result) => (result.outcome === 'accepted' ? result.events.map(supposedOf) : [])),
      );
    });
  }
}
