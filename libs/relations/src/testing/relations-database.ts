import type { EventEnvelope, EventOfType, SightlineEventType } from '@sightline/contracts';
import type { Transaction } from '@sightline/event-store';
import { unplacedEvent } from '@sightline/service-kit/testing';
import { testDatabase } from '@sightline/testing';
import pg from 'pg';
import {
  buildingsPart,
  districtFormsPart,
  groupsPart,
  guardianshipsPart,
  linkedPersonsPart,
  peoplePart,
  relationsProjections,
  relationsSchema,
  restrictionsPart,
  siblingsPart,
  supervisionsPart,
} from '../index.js';

export const everyPart = [
  peoplePart,
  guardianshipsPart,
  siblingsPart,
  supervisionsPart,
  restrictionsPart,
  buildingsPart,
  groupsPart,
  districtFormsPart,
  linkedPersonsPart,
];

/** An event of the directory at some place of its log. */
export const rosterEvent = <Type extends SightlineEventType>(
  type: Type,
  data: EventOfType<Type>['data'],
): EventEnvelope => ({ ...unplacedEvent(type, 'roster/spec', data), epoch: 1, position: 1 });

export interface RelationsDatabase {
  readonly client: Transaction;
  /** As a service's consumer does it: each part is given the events it names. */
  apply(...events: readonly EventEnvelope[]): Promise<void>;
  /** Whatever `work` did is undone afterwards. */
  undone<Result>(work: () => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** The tables of every part in a database of their own. */
export async function relationsDatabase(source: string): Promise<RelationsDatabase> {
  const database = await testDatabase(source);
  const pool = new pg.Pool({ connectionString: database.url, max: 1 });
  const client = await pool.connect();
  for (const statement of relationsSchema(everyPart)) await client.query(statement);
  return {
    client,
    apply: async (...events) => {
      for (const { types, apply } of relationsProjections(everyPart)) {
        const relevant = events.filter(({ type }) => types.has(type));
        if (relevant.length > 0) await apply(client, relevant);
      }
    },
    undone: async (work) => {
      await client.query('begin');
      try {
        return await work();
      } finally {
        await client.query('rollback');
      }
    },
    close: async () => {
      client.release();
      await pool.end();
      await database.drop();
    },
  };
}
