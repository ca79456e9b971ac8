import type {
  EventEnvelope,
  GroupChanged,
  GroupMembersChanged,
  GroupRegistered,
  GroupRemoved,
} from '@sightline/contracts';
import type { Queryable, Transaction } from '@sightline/event-store';
import { lastOfEach, uuidsAmong, type RelationPart } from '../relation-part.js';

type GroupEvent = GroupRegistered | GroupChanged | GroupRemoved;
const membersChanged: GroupMembersChanged['type'] = 'sightline.directory.group-members-changed.v1';
const removed: GroupRemoved['type'] = 'sightline.directory.group-removed.v1';

/** Classes and activities, and who takes part in them (C3, C5, C6). */
export const groupsPart: RelationPart = {
  name: 'groups',
  types: new Set<GroupEvent['type'] | GroupMembersChanged['type']>([
    'sightline.directory.group-registered.v1',
    'sightline.directory.group-changed.v1',
    removed,
    membersChanged,
  ]),
  schema: [
    `create table roster_groups (group_id uuid primary key, sourced_id text not null, kind text, building_id uuid, ends_on date, active boolean not null)`,
    `create index roster_groups_sourced_id on roster_groups (sourced_id)`,
    `create table roster_group_members (group_id uuid not null, person_id uuid not null, role text not null, primary key (group_id, person_id, role))`,
    `create index roster_group_members_person on roster_group_members (person_id)`,
  ],
  schemaDown: ['drop table roster_group_members', 'drop table roster_groups'],
  async apply(transaction, events) {
    await writeGroups(
      transaction,
      events.filter(({ type }) => type !== membersChanged),
    );
    await writeMembers(
      transaction,
      events.filter(({ type }) => type === membersChanged) as unknown as readonly GroupMembersChanged[],
    );
  },
};

async function writeGroups(transaction: Transaction, events: readonly EventEnvelope[]): Promise<void> {
  if (events.length === 0) return;
  const rows = lastOfEach(events as unknown as readonly GroupEvent[], ({ data }) => data.groupId).map(
    ({ type, data }) => ({
      group_id: data.groupId,
      sourced_id: data.sourcedId,
      // A group that is gone keeps its ids alone.
      kind: 'kind' in data ? data.kind : null,
      building_id: 'buildingId' in data ? data.buildingId : null,
      ends_on: 'endsOn' in data ? data.endsOn : null,
      active: type !== removed,
    }),
  );
  await transaction.query({
    name: 'roster-groups.write',
    text: `insert into roster_groups select * from jsonb_populate_recordset(null::roster_groups, $1::jsonb)
           on conflict (group_id) do update set sourced_id = excluded.sourced_id, kind = excluded.kind,
             building_id = excluded.building_id, ends_on = excluded.ends_on, active = excluded.active`,
    values: [JSON.stringify(rows)],
  });
}

async function writeMembers(transaction: Transaction, events: readonly GroupMembersChanged[]): Promise<void> {
  const present = new Map<string, { row: readonly [string, string, string]; isMember: boolean }>();
  for (const { data } of events) {
    for (const { personId, role } of data.left)
      present.set(`${data.groupId} ${personId} ${role}`, { row: [data.groupId, personId, role], isMember: false });
    for (const { personId, role } of data.joined)
      present.set(`${data.groupId} ${personId} ${role}`, { row: [data.groupId, personId, role], isMember: true });
  }
  const columnsOf = (isMember: boolean): string[][] => {
    const rows = [...present.values()].filter((entry) => entry.isMember === isMember).map(({ row }) => row);
    return [rows.map((row) => row[0]), rows.map((row) => row[1]), rows.map((row) => row[2])];
  };
  const left = columnsOf(false);
  if (left[0]!.length > 0)
    await transaction.query({
      name: 'roster-group-members.remove',
      text: `delete from roster_group_members using unnest($1::uuid[], $2::uuid[], $3::text[]) as gone (group_id, person_id, role)
             where roster_group_members.group_id = gone.group_id and roster_group_members.person_id = gone.person_id
               and roster_group_members.role = gone.role`,
      values: left,
    });
  const joined = columnsOf(true);
  if (joined[0]!.length > 0)
    await transaction.query({
      name: 'roster-group-members.write',
      text: 'insert into roster_group_members select * from unnest($1::uuid[], $2::uuid[], $3::text[]) on conflict do nothing',
      values: joined,
    });
}

export interface KnownGroup {
  readonly groupId: string;
  readonly sourcedId: string;
  readonly kind: 'class' | 'activity';
  readonly buildingId: string;
  /** A date in the district's time zone. */
  readonly endsOn: string | null;
}

/** An active group by uuid or OneRoster `sourcedId`. */
export async function findGroup(database: Queryable, id: string): Promise<KnownGroup | undefined> {
  const { rows } = await database.query<KnownGroup>({
    name: 'roster-groups.find',
    text: `select group_id as "groupId", sourced_id as "sourcedId", kind, building_id as "buildingId", ends_on::text as "endsOn"
           from roster_groups where active and (group_id = any($2::uuid[]) or sourced_id = $1) limit 1`,
    values: [id, uuidsAmong([id])],
  });
  return rows[0];
}

/** Who takes part in a group now. */
export async function membersOf(
  database: Queryable,
  groupId: string,
): Promise<{ personId: string; role: 'student' | 'staff' }[]> {
  const { rows } = await database.query<{ personId: string; role: 'student' | 'staff' }>({
    name: 'roster-group-members.of',
    text: 'select person_id as "personId", role from roster_group_members where group_id = $1 order by person_id',
    values: [groupId],
  });
  return rows;
}

/** The students of each of these groups now. */
export async function studentsOf(database: Queryable, groupIds: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await database.query<{ groupId: string; personIds: string[] }>({
    name: 'roster-group-members.students-of',
    text: `select group_id as "groupId", array_agg(person_id order by person_id) as "personIds" from roster_group_members
           where group_id = any($1) and role = 'student' group by group_id`,
    values: [groupIds],
  });
  return new Map(rows.map(({ groupId, personIds }) => [groupId, personIds]));
}
