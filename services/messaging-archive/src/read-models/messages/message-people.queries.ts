import type { Queryable } from '@sightline/event-store';

/** One end of a message, with whoever on the roster it belongs to. */
export interface PartyRow {
  readonly message_id: string;
  readonly part: 'from' | 'to';
  readonly ordinal: number;
  readonly person_ids: readonly string[];
}

/** The ends of these messages in the order of the original; an address that belongs to nobody known has no person. */
export async function partiesOf(database: Queryable, messageIds: readonly string[]): Promise<PartyRow[]> {
  const { rows } = await database.query<PartyRow>({
    name: 'messages.parties',
    text: `select message_id, part, ordinal, array_remove(array_agg(person_id order by person_id), null) as person_ids
           from message_parties where message_id = any($1) group by message_id, part, ordinal order by message_id, part, ordinal`,
    values: [messageIds],
  });
  return rows;
}

/**
 * Other people's children and their guardians whom a message of these members of staff may name: all who ever took part in
 * an authorization of theirs, and all whom a message of theirs concerned. By member of staff.
 */
export async function familiesAround(
  database: Queryable,
  staffIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await database.query<{ staff_id: string; person_ids: string[] }>({
    name: 'messages.families-around',
    text: `with around as (
             select distinct staff_id, student_id from covered_authorizations join covered_students using (authorization_id)
             where staff_id = any($1))
           select staff_id, array_agg(distinct person_id) as person_ids from (
             select staff_id, student_id as person_id from around
             union all select staff_id, guardian_id from around join roster_guardianships using (student_id)) as families
           group by staff_id`,
    values: [staffIds],
  });
  return new Map(rows.map(({ staff_id, person_ids }) => [staff_id, person_ids]));
}

/** The families of these people: children of guardians, guardians of students, and the guardians of those children. By person. */
export async function familiesOf(
  database: Queryable,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await database.query<{ person_id: string; family: string[] }>({
    name: 'messages.families-of',
    text: `with students as (
             select guardian_id as person_id, student_id from roster_guardianships where guardian_id = any($1)
             union select student_id, student_id from roster_guardianships where student_id = any($1))
           select person_id, array_agg(distinct member) as family from (
             select person_id, student_id as member from students
             union all select students.person_id, guardian_id from students join roster_guardianships using (student_id)) as families
           group by person_id`,
    values: [personIds],
  });
  return new Map(rows.map(({ person_id, family }) => [person_id, family]));
}
