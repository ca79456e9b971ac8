import type { Queryable } from '@sightline/event-store';

export interface AbsenceRow {
  absence_id: string;
  person_id: string;
  substitute_id: string | null;
  from_on: string;
  until_on: string;
  cancelled_at: Date | null;
  created_at: Date;
}

/** A person's own absences, and those in which they stand in for somebody; latest first; one more than `limit`. */
export async function absencesOf(
  database: Queryable,
  personId: string,
  after: readonly [string, string] | undefined,
  limit: number,
): Promise<AbsenceRow[]> {
  const { rows } = await database.query<AbsenceRow>({
    name: 'absences.of-person',
    text: `select * from absences where (person_id = $1 or substitute_id = $1)
             and ($2::date is null or (from_on, absence_id) < ($2, $3::uuid))
           order by from_on desc, absence_id desc limit $4`,
    values: [personId, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  });
  return rows;
}

/** One absence of this person, or none: the same read for a missing and for another's. */
export async function findAbsence(
  database: Queryable,
  absenceId: string,
  personId: string,
): Promise<AbsenceRow | undefined> {
  const { rows } = await database.query<AbsenceRow>({
    name: 'absences.find',
    text: 'select * from absences where absence_id = $1 and (person_id = $2 or substitute_id = $2)',
    values: [absenceId, personId],
  });
  return rows[0];
}

/** Whose absence begins or is over on one of the days after `settledOn` up to `today`; everybody's when it is null. */
export async function absencesTurning(
  database: Queryable,
  settledOn: string | null,
  today: string,
): Promise<{ personId: string; substituteId: string | null }[]> {
  const { rows } = await database.query<{ personId: string; substituteId: string | null }>({
    name: 'absences.turning',
    text: `select person_id as "personId", substitute_id as "substituteId" from absences
           where cancelled_at is null and (
             ($1::date is null and from_on <= $2) or (from_on > $1 and from_on <= $2) or (until_on >= $1 and until_on < $2))`,
    values: [settledOn, today],
  });
  return rows;
}

/** Up to which day the tasks follow the absences; null at the very beginning. */
export async function settledOn(database: Queryable): Promise<string | null> {
  const { rows } = await database.query<{ day: string }>({
    name: 'settled-days.find',
    text: `select day from settled_days where name = 'absences'`,
  });
  return rows[0]?.day ?? null;
}

/** Never goes back. */
export async function settleDay(database: Queryable, day: string): Promise<void> {
  await database.query({
    name: 'settled-days.write',
    text: `insert into settled_days values ('absences', $1)
           on conflict (name) do update set day = greatest(settled_days.day, excluded.day)`,
    values: [day],
  });
}
