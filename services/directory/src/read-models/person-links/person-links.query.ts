import type { PersonLinkBasis } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';

export interface RecordNamed {
  readonly id: string;
  readonly sourcedId: string;
  readonly displayName: string;
}

export interface LinkListed {
  readonly id: string;
  readonly status: 'linked' | 'ended';
  readonly basis: PersonLinkBasis;
  readonly person: RecordNamed;
  readonly linked: RecordNamed;
  /** Null for an import key. */
  readonly linkedBy: RecordNamed | null;
  readonly createdAt: Date;
  readonly endedBy: RecordNamed | null;
  readonly endedAt: Date | null;
}

export interface LinkCandidate {
  readonly id: string;
  readonly person: RecordNamed;
  readonly linked: RecordNamed;
  /** What they have in common beside the name. */
  readonly alike: readonly ('email' | 'telephone' | 'person-key')[];
}

/** Whose links a caller may see: all, those of people of these buildings, and one’s own. */
export interface LinkScope {
  readonly everybody: boolean;
  readonly buildingIds: readonly string[];
  readonly personIds: readonly string[];
}

/** SQL: the record of a column, with its name. */
export const personOf = (column: string): string =>
  `(select jsonb_build_object('id', named.id, 'sourcedId', named.sourced_id, 'displayName',
     coalesce(preferred_given_name, given_name) || ' ' || coalesce(preferred_family_name, family_name))
   from people named where named.id = ${column})`;
/** SQL: where the people of these records, or the children whose guardians they are, work or go to school. */
export const buildingsOf = (...records: readonly string[]): string => `array(
  select distinct buildings.id::text from people cross join jsonb_array_elements(people.roles) as at
    join buildings on buildings.sourced_id = at->>'buildingSourcedId'
  where people.id in (${records.join(', ')}) or people.sourced_id in (
    select student_sourced_id from guardianships join people guardian on guardian.sourced_id = guardian_sourced_id
    where guardian.id in (${records.join(', ')})))`;
const inScope = (one: string, other: string): string =>
  `($1 or ${one} = any($3::uuid[]) or ${other} = any($3::uuid[]) or ${buildingsOf(one, other)} && $2::text[])`;
const scopeValues = ({ everybody, buildingIds, personIds }: LinkScope): unknown[] => [
  everybody,
  buildingIds,
  personIds,
];

/** By the linked record. Reads one more than `limit`. */
export async function listLinks(
  database: Queryable,
  scope: LinkScope,
  filter: { readonly id?: string; readonly after?: string; readonly limit: number },
): Promise<LinkListed[]> {
  const { rows } = await database.query<LinkListed>({
    name: 'person-links.list',
    text: `select linked_id as id, status, basis, ${personOf('person_id')} as person, ${personOf('linked_id')} as linked,
             ${personOf('linked_by')} as "linkedBy", linked_at as "createdAt", ${personOf('ended_by')} as "endedBy", ended_at as "endedAt"
           from person_links where ${inScope('person_id', 'linked_id')}
             and ($4::uuid is null or linked_id = $4) and ($5::uuid is null or linked_id > $5) order by linked_id limit $6`,
    values: [...scopeValues(scope), filter.id ?? null, filter.after ?? null, filter.limit + 1],
  });
  return rows;
}

/**
 * Pairs of the same name that share an address, a number or a person key, and are not linked yet; one that somebody has
 * ended is not offered again. By the first record. Reads one more than `limit`.
 */
export async function listLinkCandidates(
  database: Queryable,
  scope: LinkScope,
  { after, limit }: { readonly after?: string; readonly limit: number },
): Promise<LinkCandidate[]> {
  const { rows } = await database.query<LinkCandidate>({
    name: 'person-links.candidates',
    text: `with said as (
             select id, lower(regexp_replace(btrim(given_name || ' ' || family_name), '\\s+', ' ', 'g')) as name, alike, value
             from people cross join lateral (values ('email', lower(btrim(email))),
               ('telephone', right(regexp_replace(phone, '\\D', '', 'g'), 10)),
               ('telephone', right(regexp_replace(sms, '\\D', '', 'g'), 10)), ('person-key', person_key)) as contact (alike, value)
             where active and (length(value) >= 4 or alike = 'person-key' and value is not null)
           ), pairs as (
             select one.id as one_id, other.id as other_id, jsonb_agg(distinct one.alike) as alike
             from said one join said other on other.id > one.id and other.value = one.value and other.alike = one.alike
               and (other.name = one.name or one.alike = 'person-key')
             group by one.id, other.id)
           select distinct on (other_id) other_id as id, ${personOf('one_id')} as person, ${personOf('other_id')} as linked, alike from pairs
           where ${inScope('one_id', 'other_id')} and ($4::uuid is null or other_id > $4)
             and not exists (select 1 from person_links where linked_id in (one_id, other_id) and person_id in (one_id, other_id))
             and not exists (select 1 from roster_linked_persons one join roster_linked_persons other using (person_id)
               where one.linked_id = one_id and other.linked_id = other_id)
           order by other_id, one_id limit $5`,
    values: [...scopeValues(scope), after ?? null, limit + 1],
  });
  return rows;
}

/** What a link of these two rests on: where their people are, and whether each is linked to others already. */
export async function pairOf(
  database: Queryable,
  oneId: string,
  otherId: string,
): Promise<{ readonly buildingIds: readonly string[]; readonly kept: readonly string[] }> {
  const { rows } = await database.query<{ buildingIds: string[]; kept: string[] }>({
    name: 'person-links.pair',
    text: `select ${buildingsOf('$1::uuid', '$2::uuid')} as "buildingIds",
             array(select distinct person_id::text from roster_linked_persons where person_id in ($1::uuid, $2::uuid)) as kept`,
    values: [oneId, otherId],
  });
  return rows[0]!;
}
