import type { Taking } from './taking.js';

const key = `concat_ws(E'\\n', related, person,
  case when reference <> '' then reference else (select string_agg(kind, ';' order by kind) from jsonb_array_elements_text(kinds) as kind) end)`;
const union = (left: string, right: string): string =>
  `(select jsonb_agg(distinct kind order by kind) from jsonb_array_elements_text(${left} || ${right}) as kind)`;
const later = (left: string, right: string): string =>
  `case when ${left} is null or ${right} is null then null else greatest(${left}, ${right}) end`;

/**
 * Restrictions fail closed (C9): two rows of one pair and document are the stricter of both, what is known is never
 * loosened by a row that says less, and a list that leaves one out lifts nothing. A release, with a document and who
 * verified it, ends one; the row that it ended may come again every night and changes nothing until it says more.
 */
export async function takeRestrictions(taking: Taking): Promise<void> {
  const { transaction } = taking;
  await transaction.query(
    `create temp table restriction_rows on commit drop as
     select key, related as student, person as guardian, ${union('all_kinds', `'[]'::jsonb`)} as kinds, starts, ends, reference,
       verified_by, md5(concat_ws(' ', all_kinds::text, starts, ends)) as stated
     from (
       select ${key} as key, related, person, min(reference) as reference, max("verifiedBy") as verified_by, min("from") as starts,
         case when bool_or(until is null) then null else max(until) end as ends,
         jsonb_path_query_array(jsonb_agg(kinds order by kinds), '$[*][*]') as all_kinds
       from staged_relations where type = 'restriction' group by 1, related, person
     ) as said`,
  );
  await transaction.query(
    `insert into restrictions (id, key, student_sourced_id, guardian_sourced_id, kinds, starts_on, ends_on, reference, verified_by, stated)
     select coalesce(known.id, uuidv7()), s.key, s.student, s.guardian, s.kinds, s.starts, s.ends, s.reference, nullif(s.verified_by, ''), s.stated
     from restriction_rows s left join restrictions known on known.key = s.key
     where known.id is null or known.stated is distinct from s.stated or (s.verified_by <> '' and known.verified_by is distinct from s.verified_by)
     on conflict (key) do update set
       kinds = case when restrictions.released_by is null then ${union('restrictions.kinds', 'excluded.kinds')}
         when restrictions.stated = excluded.stated then restrictions.kinds else excluded.kinds end,
       starts_on = case when restrictions.released_by is null then least(restrictions.starts_on, excluded.starts_on)
         when restrictions.stated = excluded.stated then restrictions.starts_on else excluded.starts_on end,
       ends_on = case when restrictions.released_by is null then ${later('restrictions.ends_on', 'excluded.ends_on')}
         when restrictions.stated = excluded.stated then restrictions.ends_on else excluded.ends_on end,
       released_by = case when restrictions.stated = excluded.stated then restrictions.released_by end,
       release_reference = case when restrictions.stated = excluded.stated then restrictions.release_reference end,
       verified_by = coalesce(excluded.verified_by, restrictions.verified_by), stated = excluded.stated`,
  );
  await takeReleases(taking);
}

async function takeReleases({ transaction, problems, read, today }: Taking): Promise<void> {
  const file = read.fileNames['relations.csv']!;
  await transaction.query(
    `create temp table releases on commit drop as
     select line, s.reference, "verifiedBy" as verified_by, coalesce("from", $1::date) - 1 as last_day, min(known.key) as key, count(known.id) as found
     from staged_relations s left join restrictions known on known.student_sourced_id = s.related and known.guardian_sourced_id = s.person
       and (s.releases = '' or known.reference = s.releases)
     where s.type = 'release' group by line, s.reference, "verifiedBy", "from"`,
    [today],
  );
  await problems.refuse({
    table: 'relations',
    where: `s.type = 'release' and exists (select 1 from releases where releases.line = s.line and found <> 1)`,
    file,
    column: 'releases',
    code: 'release-unclear',
    message: 'It is not clear which restriction this lifts. Name its document in the column releases.',
  });
  await transaction.query(
    `update restrictions set ends_on = last_day, released_by = s.verified_by, release_reference = s.reference
     from releases s where s.key = restrictions.key and found = 1 and (ends_on is null or ends_on > last_day)`,
  );
}
