import type { DirectoryEvent, FactOf } from '@sightline/contracts';

/** A fact of the roster with the stream it belongs to and the key its order holds for: the person, group or building. */
export type RosterFact = FactOf<DirectoryEvent> & { readonly subject: string; readonly partitionKey: string };

type TypeName = DirectoryEvent['type'] extends infer Type
  ? Type extends `sightline.directory.${infer Name}.v1`
    ? Name
    : never
  : never;
type DataOf<Name extends TypeName> = Extract<DirectoryEvent, { type: `sightline.directory.${Name}.v1` }>['data'];

/** @param aggregate the stream's kind, as in `person/<uuid>` */
export const rosterFact = <Name extends TypeName>(
  name: Name,
  aggregate: string,
  id: string,
  partitionKey: string,
  data: DataOf<Name>,
): RosterFact =>
  ({
    type: `sightline.directory.${name}.v1`,
    data,
    subject: `${aggregate}/${id}`,
    partitionKey,
  }) as RosterFact;

/** The keys of both maps, sorted, so that facts come in one order whatever the order of the rows. */
export const keysOfBoth = (left: ReadonlyMap<string, unknown>, right: ReadonlyMap<string, unknown>): string[] =>
  [...new Set([...left.keys(), ...right.keys()])].sort();
