import type { StagedRelation } from '../../../application/staged-rows.js';
import type { Taking } from './taking.js';
import { isThere, nobody } from './taking.js';

type Type = StagedRelation['type'];
type End = 'person' | 'related';

const holds = [
  ['relations', 'person'],
  ['relations', 'related'],
] as const;
const columnOf = { person: 'sourcedId', related: 'relatedSourcedId' } as const;
const notHeld = `not exists (select 1 from held where part = 'relations' and held.id = people.sourced_id)`;

/** What OneRoster has no column for: supervisors, siblings, the technology department, languages, addresses, numbers to call and the order of contacts. */
export async function takeRelations(taking: Taking): Promise<void> {
  await refuseRelations(taking);
  await takeValue(taking, 'supervisor', 'supervisor_sourced_id', 'min(s.related)', 'null');
  await takeValue(taking, 'language', 'language', '(array_agg(s.language order by line desc))[1]', 'null');
  await takeValue(taking, 'technology', 'technology', `jsonb_agg(distinct nullif(s.building, ''))`, `'[]'::jsonb`);
  await takeValue(taking, 'address', 'postal_address', '(array_agg(s.address order by line desc))[1]', 'null');
  await takePhones(taking);
  await takeSiblings(taking);
  await takeContactOrder(taking);
}

async function refuseRelations({ problems, read }: Taking): Promise<void> {
  const file = read.fileNames['relations.csv']!;
  const ends: readonly (readonly [readonly Type[], End, string])[] = [
    [['supervisor', 'sibling', 'technology', 'language', 'contact', 'address'], 'person', isThere('person')],
    [['supervisor', 'sibling', 'contact'], 'related', isThere('related')],
    // A restriction outlives the people's years here: it is known by whoever was ever on the roster.
    [['restriction', 'release'], 'person', 'exists (select 1 from people where sourced_id = s.person)'],
    [['restriction', 'release'], 'related', 'exists (select 1 from people where sourced_id = s.related)'],
  ];
  for (const [types, end, known] of ends)
    await problems.refuse({
      table: 'relations',
      where: `s.type in (${types.map((type) => `'${type}'`).join(', ')}) and not ${known}`,
      file,
      column: columnOf[end],
      code: 'unknown-reference',
      message: nobody,
      holds,
    });
  await problems.refuse({
    table: 'relations',
    where: `s.type = 'technology' and s.building <> '' and not exists (select 1 from buildings where sourced_id = s.building)`,
    file,
    column: 'buildingSourcedId',
    code: 'unknown-reference',
    message: 'No row of orgs.csv has this sourcedId.',
    holds,
  });
  await problems.refuse({
    table: 'relations',
    where: `s.type = 'phone' and not exists (select 1 from buildings where sourced_id = s.building)`,
    file,
    column: 'buildingSourcedId',
    code: 'unknown-reference',
    message: 'No row of orgs.csv has this sourcedId.',
    holds: [['relations', 'building']],
  });
  await problems.refuseRepeated('relations', ['person'], {
    file,
    column: 'sourcedId',
    code: 'duplicate-row',
    where: `s.type = 'supervisor'`,
  });
  await problems.refuse({
    table: 'relations',
    where: `s.type = 'contact' and not exists (
      select 1 from guardian_links where student_sourced_id = s.related and guardian_sourced_id = s.person)`,
    file,
    column: 'sourcedId',
    code: 'no-guardianship',
    message: 'This person is no guardian of this student; only the order of guardians is given here.',
    holds,
  });
}

/** One value a person: what the file states, and in a whole list nothing for everybody else. */
async function takeValue(
  { transaction, read }: Taking,
  type: Type,
  column: string,
  value: string,
  none: string,
): Promise<void> {
  await transaction.query(
    `update people set ${column} = stated.value from (
       select person, ${value} as value from staged_relations s where type = '${type}' group by person) as stated
     where stated.person = sourced_id and ${column} is distinct from stated.value`,
  );
  if (read.told.relations === 'whole')
    await transaction.query(
      `update people set ${column} = ${none} where ${column} is distinct from ${none} and ${notHeld}
         and not exists (select 1 from staged_relations s where s.type = '${type}' and s.person = sourced_id)`,
    );
}

/** The number to call about a building, which texts and letters name (C6). */
async function takePhones({ transaction, read }: Taking): Promise<void> {
  await transaction.query(
    `update buildings set phone = stated.phone from (
       select building, (array_agg(s.phone order by line desc))[1] as phone from staged_relations s where type = 'phone' group by building) as stated
     where stated.building = sourced_id and buildings.phone is distinct from stated.phone`,
  );
  if (read.told.relations === 'whole')
    await transaction.query(
      `update buildings set phone = null where phone is not null
         and not exists (select 1 from held where part = 'relations' and held.id = buildings.sourced_id)
         and not exists (select 1 from staged_relations s where s.type = 'phone' and s.building = buildings.sourced_id)`,
    );
}

/** A pair stands when either of two rows says so, for both ends. */
async function takeSiblings({ transaction, read }: Taking): Promise<void> {
  if (read.told.relations === 'absent') return;
  await transaction.query(
    `create temp table sibling_targets on commit drop as
     select person, jsonb_agg(other order by other collate "C") as others from (
       select person, related as other from staged_relations where type = 'sibling'
       union select related, person from staged_relations where type = 'sibling'
       union select sourced_id, other from people, jsonb_array_elements_text(sibling_sourced_ids) as other
         where not $1 or exists (select 1 from held where part = 'relations' and held.id in (sourced_id, other))
     ) as pairs group by person`,
    [read.told.relations === 'whole'],
  );
  await transaction.query(
    `update people set sibling_sourced_ids = coalesce(others, '[]') from people as known left join sibling_targets on person = known.sourced_id
     where known.id = people.id and known.sibling_sourced_ids is distinct from coalesce(others, '[]')`,
  );
}

async function takeContactOrder({ transaction, read }: Taking): Promise<void> {
  await transaction.query(
    `update guardian_links set contact_place = s.place from staged_relations s
     where s.type = 'contact' and s.person = guardian_sourced_id and s.related = student_sourced_id
       and contact_place is distinct from s.place`,
  );
  if (read.told.relations === 'whole')
    await transaction.query(
      `update guardian_links set contact_place = null where contact_place is not null
         and not exists (select 1 from held where part = 'relations' and held.id in (student_sourced_id, guardian_sourced_id))
         and not exists (select 1 from staged_relations s
           where s.type = 'contact' and s.person = guardian_sourced_id and s.related = student_sourced_id)`,
    );
}
