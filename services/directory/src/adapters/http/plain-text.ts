import {
  decodeCursor,
  invalidCursor,
  isUuid,
  notFound,
  pageOf,
  type Page,
  type PageQuery,
} from '@sightline/service-kit';
import { Matches } from 'class-validator';

const isPlain = (text: string): boolean => !text.includes('\0');

/** Text that the database can hold: it has no NUL. */
export const IsPlainText = (options: { readonly each?: boolean } = {}): PropertyDecorator =>
  Matches(/^[^\0]*$/, { ...options, message: '$property must not hold a NUL character' });

/** An id or sourcedId of an address. @throws Problem not-found for what can be neither */
export const named = (id: string): string => {
  if (!isPlain(id)) throw notFound();
  return id;
};

/** Where a page of a list sorted by a text and an id begins. @throws Problem for a cursor that no such page gave */
export const textCursor = (cursor: string | undefined): readonly [string, string] | undefined => {
  const position = decodeCursor(cursor, 2);
  if (position === undefined) return undefined;
  const [text, id] = position;
  if (typeof text !== 'string' || !isPlain(text) || typeof id !== 'string' || !isUuid(id)) throw invalidCursor();
  return [text, id];
};

/** A page of a list sorted by id alone. @throws Problem for a cursor that no such page gave */
export const pageById = async <Row extends { readonly id: string }>(
  { cursor, limit }: PageQuery,
  itemOf: (row: Row) => object,
  read: (from: string | undefined) => Promise<readonly Row[]>,
): Promise<Page<object>> => {
  const from = decodeCursor(cursor, 1)?.[0];
  if (from !== undefined && (typeof from !== 'string' || !isUuid(from))) throw invalidCursor();
  return pageOf(await read(from), limit, ({ id }) => [id], itemOf);
};
