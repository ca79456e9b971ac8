import type { Queryable } from '@sightline/event-store';

/** What a clause needs and the roster does not say. */
export const readinessGaps = [
  'staff-without-supervisor',
  'building-without-principal',
  'student-without-guardian',
  'student-without-contact',
  'guardian-without-channel',
  'student-without-birth-date',
] as const;
export type ReadinessGap = (typeof readinessGaps)[number];

export interface GapListed {
  readonly id: string;
  readonly sourcedId: string;
  readonly name: string;
}

const person = `select people.id, people.sourced_id as "sourcedId",
  coalesce(preferred_given_name, given_name) || ' ' || coalesce(preferred_family_name, family_name) as name from people`;
const student = `active and roles @> '[{"role": "student"}]'`;
const isGuarded = 'exists (select 1 from guardianships where student_sourced_id = people.sourced_id)';

const selects: Readonly<Record<ReadinessGap, string>> = {
  'staff-without-supervisor': `${person} where active and not exists (select 1 from supervisions where staff_id = people.id)
    and jsonb_path_exists(roles, '$[*] ? (@.role == "teacher" || @.role == "aide" || @.role == "counselor" || @.role == "principal")')`,
  'building-without-principal': `select buildings.id, buildings.sourced_id as "sourcedId", name from buildings where type = 'school'
    and not exists (select 1 from people where active
      and roles @> jsonb_build_array(jsonb_build_object('role', 'principal', 'buildingSourcedId', buildings.sourced_id)))`,
  'student-without-guardian': `${person} where ${student} and not ${isGuarded}`,
  // One who has guardians, and nothing reaches any of them: no mail, no text, no letter.
  'student-without-contact': `${person} where ${student} and ${isGuarded} and not exists (
    select 1 from guardianships join people as guardian on guardian.sourced_id = guardian_sourced_id
    where student_sourced_id = people.sourced_id and (coalesce(guardian.email, guardian.sms, guardian.phone) is not null or guardian.postal_address is not null))`,
  // Notices go by mail, text or letter (C6): this guardian can be reached by none of them.
  'guardian-without-channel': `${person} where active and coalesce(email, sms, phone) is null and postal_address is null
    and exists (select 1 from guardianships where guardian_sourced_id = people.sourced_id)`,
  'student-without-birth-date': `${person} where ${student} and birth_date is null`,
};

/** How many of each gap there are. */
export async function countGaps(database: Queryable): Promise<ReadonlyMap<ReadinessGap, number>> {
  const { rows } = await database.query<{ gap: ReadinessGap; count: number }>(
    readinessGaps
      .map((gap) => `select '${gap}' as gap, count(*)::int as count from (${selects[gap]}) as found`)
      .join(' union all '),
  );
  return new Map(rows.map(({ gap, count }) => [gap, count]));
}

/** Those of one gap by sourcedId, after one of them. Reads one more than `limit`. */
export async function listGap(
  database: Queryable,
  gap: ReadinessGap,
  { after, limit }: { readonly after?: string; readonly limit: number },
): Promise<GapListed[]> {
  const { rows } = await database.query<GapListed>(
    `select * from (${selects[gap]}) as found where $1::text is null or "sourcedId" > $1 order by "sourcedId" limit $2`,
    [after ?? null, limit + 1],
  );
  return rows;
}
