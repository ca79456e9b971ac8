import type { Transaction } from '@sightline/event-store';

/** More ids than this make a second event of the same change. */
const membersPerEventMax = 500;

const inOrder = `order by role || ' ' || coalesce(building, '') collate "C"`;

/** Everything that is told of the roster as it stands, one row a subject: kind, id, key to sort by, and the event's data. */
const facts: readonly string[] = [
  `select 'building', b.id, b.sourced_id, jsonb_build_object('buildingId', b.id, 'sourcedId', b.sourced_id, 'type', b.type, 'parentId', parent.id)
   from buildings b left join buildings parent on parent.sourced_id = b.parent_sourced_id`,
  `select 'person', p.id, p.sourced_id, jsonb_build_object('personId', p.id, 'sourcedId', p.sourced_id, 'roles', coalesce(held.roles, '[]'))
   from people p left join (
     select id, jsonb_agg(jsonb_strip_nulls(jsonb_build_object('role', role, 'buildingId', building)) ${inOrder}) as roles from (
       select people.id, at->>'role' as role, buildings.id::text as building from people
         cross join jsonb_array_elements(people.roles) as at left join buildings on buildings.sourced_id = at->>'buildingSourcedId'
       union select people.id, 'technology', buildings.id::text from people
         cross join jsonb_array_elements_text(technology) as place left join buildings on buildings.sourced_id = place
       union select person_id, at->>'role', at->>'buildingId' from assigned_roles cross join jsonb_array_elements(roles) as at
     ) as every group by id) as held on held.id = p.id
   where p.active`,
  `select 'group', g.id, g.sourced_id, jsonb_build_object('groupId', g.id, 'sourcedId', g.sourced_id, 'kind', g.kind, 'buildingId', b.id, 'endsOn', g.ends_on)
   from groups g join buildings b on b.sourced_id = g.building_sourced_id where g.active`,
  `select 'guardianship', s.id, min(s.sourced_id), jsonb_build_object('studentId', s.id, 'guardianIds', jsonb_agg(g.id order by place))
   from guardianships join people s on s.sourced_id = student_sourced_id join people g on g.sourced_id = guardian_sourced_id group by s.id`,
  `select 'siblings', p.id, min(p.sourced_id), jsonb_build_object('personId', p.id, 'siblingIds', jsonb_agg(o.id order by place))
   from people p cross join jsonb_array_elements_text(p.sibling_sourced_ids) with ordinality as named (other, place)
   join people o on o.sourced_id = named.other where p.active group by p.id`,
  `select 'supervision', p.id, p.sourced_id, jsonb_build_object('staffId', p.id, 'supervisorId', supervisor_id)
   from supervisions join people p on p.id = staff_id`,
  `select 'restriction', r.id, r.key, jsonb_build_object('restrictionId', r.id, 'studentId', s.id, 'guardianId', g.id, 'kinds', r.kinds,
     'from', r.starts_on, 'until', r.ends_on)
   from restrictions r join people s on s.sourced_id = r.student_sourced_id join people g on g.sourced_id = r.guardian_sourced_id`,
];

interface Told {
  readonly kind: string;
  readonly name: string;
  /** What differs in the event from what is compared. */
  readonly data?: string;
  readonly partition?: string;
}

const tellChanged = ({ kind, name, data = 'now.data', partition = 'now.id::text' }: Told): string =>
  `insert into roster_changes (name, subject, partition_key, data)
   select ${name}, '${kind}/' || now.id, ${partition}, ${data}
   from facts now left join published_facts said on said.kind = now.kind and said.id = now.id
   where now.kind = '${kind}' and said.data is distinct from now.data order by now.key collate "C"`;
/** Of subjects of which nothing is left to say. */
const tellGone = ({ kind, name, data = 'said.data' }: Told): string =>
  `insert into roster_changes (name, subject, partition_key, data)
   select ${name}, '${kind}/' || said.id, said.id::text, ${data} from published_facts said
   where said.kind = '${kind}' and not exists (select 1 from facts now where now.kind = said.kind and now.id = said.id) order by said.id`;
const registered = (kind: string): string =>
  `case when said.id is null then '${kind}-registered' else '${kind}-changed' end`;

const members = `insert into roster_changes (name, subject, partition_key, data)
  select 'group-members-changed', 'group/' || group_id, group_id, jsonb_build_object('groupId', group_id,
    'joined', coalesce(jsonb_agg(jsonb_build_object('personId', person_id, 'role', role) order by place) filter (where joined), '[]'),
    'left', coalesce(jsonb_agg(jsonb_build_object('personId', person_id, 'role', role) order by place) filter (where not joined), '[]'))
  from (
    select groups.id::text as group_id, group_sourced_id, people.id as person_id, role, joined, row_number() over (
      partition by group_sourced_id order by joined desc, role desc, person_sourced_id collate "C") - 1 as place
    from member_changes join groups on groups.sourced_id = group_sourced_id join people on people.sourced_id = person_sourced_id
  ) as moves group by group_id, group_sourced_id, place / ${membersPerEventMax} order by group_sourced_id collate "C", place / ${membersPerEventMax}`;

/** In an order in which each fact only speaks of what earlier ones registered and later ones remove. */
const inTellingOrder: readonly string[] = [
  tellChanged({ kind: 'building', name: registered('building') }),
  tellChanged({ kind: 'person', name: registered('person') }),
  tellChanged({ kind: 'group', name: registered('group') }),
  `insert into roster_changes (name, subject, partition_key, data) select name, subject, partition_key, data from proposal_changes`,
  tellChanged({ kind: 'guardianship', name: `'guardians-changed'` }),
  tellGone({ kind: 'guardianship', name: `'guardians-changed'`, data: `said.data || '{"guardianIds": []}'` }),
  tellChanged({ kind: 'siblings', name: `'siblings-changed'` }),
  tellGone({ kind: 'siblings', name: `'siblings-changed'`, data: `said.data || '{"siblingIds": []}'` }),
  tellChanged({
    kind: 'supervision',
    name: `'supervisor-changed'`,
    data: `now.data || jsonb_build_object('previousSupervisorId', said.data->'supervisorId')`,
  }),
  tellGone({
    kind: 'supervision',
    name: `'supervisor-changed'`,
    data: `jsonb_build_object('staffId', said.id, 'supervisorId', null, 'previousSupervisorId', said.data->'supervisorId')`,
  }),
  tellChanged({ kind: 'restriction', name: `'restriction-recorded'`, partition: `now.data->>'studentId'` }),
  members,
  tellGone({
    kind: 'group',
    name: `'group-removed'`,
    data: `jsonb_build_object('groupId', said.id, 'sourcedId', said.data->'sourcedId')`,
  }),
  tellGone({
    kind: 'person',
    name: `'person-removed'`,
    data: `jsonb_build_object('personId', said.id, 'sourcedId', said.data->'sourcedId')`,
  }),
];

/** Compares the roster as it stands with what was told of it, into `roster_changes`. @returns how many facts of each kind */
export async function findRosterChanges(transaction: Transaction): Promise<Record<string, number>> {
  await transaction.query('create temp table facts (kind text, id uuid, key text, data jsonb) on commit drop');
  for (const select of facts) await transaction.query(`insert into facts ${select}`);
  await transaction.query('create index on facts (kind, id)');
  await transaction.query('analyze facts');
  await transaction.query(
    `create temp table roster_changes (seq int generated always as identity, name text, subject text, partition_key text, data jsonb) on commit drop`,
  );
  for (const statement of inTellingOrder) await transaction.query(statement);
  const { rows } = await transaction.query<{ name: string; count: number }>(
    'select name, count(*)::int as count from roster_changes group by name order by name',
  );
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

/** Keeps what has been told now, to compare the next roster with. */
export async function keepWhatWasTold(transaction: Transaction, today: string): Promise<void> {
  await transaction.query(
    `delete from published_facts said where not exists (select 1 from facts now where now.kind = said.kind and now.id = said.id)`,
  );
  await transaction.query(
    `insert into published_facts (kind, id, data) select now.kind, now.id, now.data
     from facts now left join published_facts said on said.kind = now.kind and said.id = now.id
     where said.data is distinct from now.data
     on conflict (kind, id) do update set data = excluded.data`,
  );
  await transaction.query(
    `insert into roster_days (day) values ($1) on conflict (singleton) do update set day = greatest(roster_days.day, excluded.day)`,
    [today],
  );
}
