import type { EventEnvelope } from '@sightline/contracts';
import { partitionOf } from '@sightline/event-bus';
import type { Queryable } from '@sightline/event-store';
import type { ForeignProjection, Reaction } from '@sightline/service-kit';

interface HeardRow {
  readonly log: string;
  readonly partition: number;
  readonly partitions: number;
  readonly position: string;
  readonly waiting: readonly string[];
}

/** Whether the release before this one acted on an event that is heard again since the upgrade. */
export type HeardBefore = (event: EventEnvelope) => boolean;

/** Read once: only the upgrade writes it, before anything is heard. Of a new data folder nothing was heard before. */
export async function loadHeardBefore(database: Queryable): Promise<HeardBefore> {
  const { rows } = await database.query<HeardRow>(
    'select log, partition, partitions, position, waiting from heard_before',
  );
  const heard = rows.map((row) => ({
    ...row,
    position: Number(row.position),
    waiting: new Set(row.waiting.map(Number)),
  }));
  return ({ log, position, partitionkey }) =>
    heard.some(
      (row) =>
        row.log === log &&
        position <= row.position &&
        !row.waiting.has(position) &&
        row.partition === partitionOf(partitionkey, row.partitions),
    );
}

/** A relation that the release before kept too: told again of a supervisor of long ago, it would give that one new grants (C7). */
export const onceApplied = ({ types, apply }: ForeignProjection, heardBefore: HeardBefore): ForeignProjection => ({
  types,
  async apply(transaction, events) {
    const fresh = events.filter((event) => !heardBefore(event));
    if (fresh.length > 0) await apply(transaction, fresh);
  },
});

/** A reaction that the release before had too: what it moved then it does not move back (C7). */
export const onceReacted = (reaction: Reaction, heardBefore: HeardBefore): Reaction => ({
  types: reaction.types,
  async react(transaction, events) {
    const fresh = events.filter((event) => !heardBefore(event));
    return fresh.length > 0 ? reaction.react(transaction, fresh) : [];
  },
});
