import { decodeCursor, invalidCursor, isUuid, notFound } from '@sightline/service-kit';
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
