import { Problem } from '../problem.js';

/** A page of a list (design §6). */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** Opaque to callers; holds the sort key of the last item shown. */
const encodeCursor = (position: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/** The one answer to every kind of damage. */
export const invalidCursor = (): Problem =>
  new Problem({
    type: 'invalid-cursor',
    status: 400,
    title: 'The cursor cannot be read',
    detail: 'Start again without a cursor.',
  });

/** @throws Problem when the cursor is not one of ours */
export const decodeCursor = (cursor: string | undefined, length: number): (string | number)[] | undefined => {
  if (cursor === undefined) return undefined;
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (
      Array.isArray(position) &&
      position.length === length &&
      position.every((part) => typeof part === 'string' || typeof part === 'number')
    )
      return position as (string | number)[];
  } catch {
    // falls through: what is no JSON is damaged too
  }
  throw invalidCursor();
};

/** Cuts a list that was read one longer than the page, and says where the next page begins. */
export const pageOf = <Row, Item>(
  rows: readonly Row[],
  limit: number,
  positionOf: (row: Row) => readonly (string | number)[],
  itemOf: (row: Row) => Item,
): Page<Item> => ({
  items: rows.slice(0, limit).map(itemOf),
  next: rows.length > limit ? encodeCursor(positionOf(rows[limit - 1]!)) : null,
});
