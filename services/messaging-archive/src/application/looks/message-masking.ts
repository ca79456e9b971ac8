import type { PeopleReader, PersonDetails } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { maskingOf, type Masking, type PersonWords } from '../../domain/masking/index.js';
import {
  familiesAround,
  familiesOf,
  partiesOf,
  type PartyRow,
} from '../../read-models/messages/message-people.queries.js';
import type { Caller, MessageRow } from '../../read-models/messages/visible-messages.queries.js';
import type { OpenedMessage } from '../sealed-content.js';

/** How one message is shown to one viewer. */
export interface Showing {
  /** Null: shown whole, as to the supervisor and the member of staff. */
  readonly masking: Masking | null;
  /** Names that must be hidden are not known: nothing of what was written is shown (C9: it fails closed). */
  readonly withheld: boolean;
  readonly parties: readonly PartyRow[];
  /** Whether a person of the roster may be named to the viewer. */
  readonly shows: (personId: string) => boolean;
}

const peoplePerCallMax = 2_000;

/** Whether the caller sees it as family and not by a right of their own to the whole. */
export const seenAsFamily = ({ relations }: Pick<MessageRow, 'relations'>): boolean =>
  !relations.some((relation) => relation !== 'guardian-of-student');

/**
 * Shows messages whole to those who have a right to the whole, and to families without other families (C9). Three statements
 * and one call for a page. @throws OwnerUnavailable
 */
export async function showingsOf(
  { database, people }: { readonly database: Queryable; readonly people: Pick<PeopleReader, 'people'> },
  caller: Caller,
  rows: readonly MessageRow[],
  opened: ReadonlyMap<string, OpenedMessage>,
): Promise<ReadonlyMap<string, Showing>> {
  const parties = Map.groupBy(
    await partiesOf(
      database,
      rows.map(({ message_id }) => message_id),
    ),
    ({ message_id }) => message_id,
  );
  const asFamily = rows.filter(seenAsFamily);
  const around = await familiesAround(database, [...new Set(asFamily.flatMap(({ staff_id }) => staff_id ?? []))]);
  const takingPart = (row: MessageRow): string[] => [
    ...row.student_ids,
    ...(parties.get(row.message_id) ?? []).flatMap(({ person_ids }) => person_ids),
  ];
  const families = await familiesOf(database, [...new Set(asFamily.flatMap(takingPart))]);
  const peopleOf = (row: MessageRow): string[] => [
    ...(row.staff_id === null ? [] : [row.staff_id, ...(around.get(row.staff_id) ?? [])]),
    ...takingPart(row).flatMap((id) => [id, ...(families.get(id) ?? [])]),
  ];
  const known = await detailsOf(people, [caller.personId, ...caller.familyIds, ...asFamily.flatMap(peopleOf)]);
  // Nearly all messages of a page hide the same people.
  const maskings = new Map<string, Masking>();
  const maskingFor = (hidden: readonly PersonWords[], shown: readonly PersonWords[]): Masking => {
    const key = JSON.stringify([hidden, shown]);
    const known = maskings.get(key) ?? maskingOf(hidden, shown);
    maskings.set(key, known);
    return known;
  };
  const showings = new Map<string, Showing>();
  for (const row of rows) {
    const own = parties.get(row.message_id) ?? [];
    const message = opened.get(row.message_id);
    showings.set(
      row.message_id,
      seenAsFamily(row) && message
        ? familyShowing(caller, row, message, own, peopleOf(row), known, maskingFor)
        : { masking: null, withheld: false, parties: own, shows: () => true },
    );
  }
  return showings;
}

async function detailsOf(
  people: Pick<PeopleReader, 'people'>,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, PersonDetails>> {
  const ids = [...new Set(personIds)];
  const known = new Map<string, PersonDetails>();
  for (let start = 0; start < ids.length; start += peoplePerCallMax)
    for (const [id, person] of await people.people(ids.slice(start, start + peoplePerCallMax))) known.set(id, person);
  return known;
}

const wordsOf = ({ displayName, givenName, familyName, email, phone }: PersonDetails): PersonWords => ({
  names: [displayName, `${givenName} ${familyName}`],
  emails: email === undefined ? [] : [email],
  telephones: phone === undefined ? [] : [phone],
});

function familyShowing(
  { personId, familyIds }: Caller,
  { staff_id }: MessageRow,
  message: OpenedMessage,
  parties: readonly PartyRow[],
  everybody: readonly string[],
  known: ReadonlyMap<string, PersonDetails>,
  maskingFor: (hidden: readonly PersonWords[], shown: readonly PersonWords[]) => Masking,
): Showing {
  const shown = new Set([personId, ...familyIds, ...(staff_id === null ? [] : [staff_id])]);
  const hidden = [...new Set(everybody)].filter((id) => !shown.has(id));
  const ends = endsOf(message, parties);
  const shownEnds = ends.filter(({ personIds }) => personIds.length > 0 && personIds.every((id) => shown.has(id)));
  const masking = maskingFor(
    [
      ...hidden.flatMap((id) => known.get(id) ?? []).map(wordsOf),
      ...ends
        .filter((end) => !shownEnds.includes(end))
        .map(({ party }) => ({ names: [party.displayName], emails: [], telephones: [] })),
    ],
    [
      ...[...shown].flatMap((id) => known.get(id) ?? []).map(wordsOf),
      // By what a shown person wrote this very message.
      ...shownEnds.map(({ party }) => ({ names: [], emails: [party.address], telephones: [party.address] })),
    ],
  );
  return {
    masking,
    withheld: hidden.some((id) => !known.has(id)),
    parties,
    shows: (id) => shown.has(id),
  };
}

/** The ends of an opened message, each with the people of the roster it belongs to. */
export function endsOf(message: Pick<OpenedMessage, 'from' | 'to'>, parties: readonly PartyRow[]) {
  // The ordinal is the place in the original, the sender first: an end that matched nobody has a row, or none, but no other's.
  const personsAt = new Map(parties.map(({ ordinal, person_ids }) => [ordinal, person_ids]));
  return [
    { part: 'from' as const, party: message.from, personIds: personsAt.get(0) ?? [] },
    ...message.to.map((party, index) => ({ part: 'to' as const, party, personIds: personsAt.get(index + 1) ?? [] })),
  ];
}
