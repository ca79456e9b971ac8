import type { Queryable } from '@sightline/event-store';

/** The roster as it stands today, in words short enough to compare. */
export interface RosterState {
  /** `role@building`, by person; of people who are there. */
  readonly roles: Readonly<Record<string, readonly string[]>>;
  /** `person role`, by group. */
  readonly members: Readonly<Record<string, readonly string[]>>;
  /** By student, in contact order. */
  readonly guardians: Readonly<Record<string, readonly string[]>>;
  readonly supervisors: Readonly<Record<string, string>>;
  readonly siblings: Readonly<Record<string, readonly string[]>>;
  readonly birthDates: Readonly<Record<string, string>>;
  /** Active groups and their last day. */
  readonly groups: Readonly<Record<string, string | null>>;
}

export async function rosterState(database: Queryable): Promise<RosterState> {
  const objectOf = async (select: string): Promise<never> => {
    const { rows } = await database.query<{ found: never }>(
      `select coalesce(jsonb_object_agg(key, value), '{}') as found from (${select}) as listed (key, value)`,
    );
    return rows[0]!.found;
  };
  return {
    roles: await objectOf(
      `select sourced_id, (select coalesce(jsonb_agg(concat_ws('@', at->>'role', at->>'buildingSourcedId')), '[]') from jsonb_array_elements(roles) as at)
       from people where active`,
    ),
    members: await objectOf(
      `select group_sourced_id, jsonb_agg(person_sourced_id || ' ' || role order by person_sourced_id, role) from group_members group by 1`,
    ),
    guardians: await objectOf(
      `select student_sourced_id, jsonb_agg(guardian_sourced_id order by place) from guardianships group by 1`,
    ),
    supervisors: await objectOf(
      `select staff.sourced_id, boss.sourced_id from supervisions join people staff on staff.id = staff_id join people boss on boss.id = supervisor_id`,
    ),
    siblings: await objectOf(`select sourced_id, sibling_sourced_ids from people where sibling_sourced_ids <> '[]'`),
    birthDates: await objectOf(`select sourced_id, birth_date from people where birth_date is not null`),
    groups: await objectOf(`select sourced_id, ends_on from groups where active`),
  };
}

interface Told {
  readonly type: string;
  readonly data: Readonly<Record<string, never>>;
}

/** What the log says, folded: the same words as the tables must say. */
export async function toldState(
  database: Queryable,
): Promise<Pick<RosterState, 'roles' | 'members' | 'guardians' | 'supervisors' | 'siblings'>> {
  const { rows } = await database.query<Told>(
    "select split_part(type, '.', 3) as type, data from events order by position",
  );
  const named = await database.query<{ id: string; sourced_id: string }>(
    'select id, sourced_id from people union all select id, sourced_id from buildings union all select id, sourced_id from groups',
  );
  const names = new Map(named.rows.map(({ id, sourced_id }) => [id, sourced_id]));
  const name = (id: string): string => names.get(id) ?? id;
  const roles: Record<string, string[]> = {};
  const members: Record<string, Set<string>> = {};
  const guardians: Record<string, string[]> = {};
  const supervisors: Record<string, string> = {};
  const siblings: Record<string, string[]> = {};
  const fold: Record<string, (data: never) => void> = {
    'person-registered': (data) => fold['person-changed']!(data),
    'person-changed': ({
      sourcedId,
      roles: held,
    }: {
      sourcedId: string;
      roles: { role: string; buildingId?: string }[];
    }) => {
      roles[sourcedId] = held.map(({ role, buildingId }) => (buildingId ? `${role}@${name(buildingId)}` : role));
    },
    'person-removed': ({ sourcedId }: { sourcedId: string }) => {
      delete roles[sourcedId];
    },
    'group-members-changed': ({
      groupId,
      joined,
      left,
    }: Record<'joined' | 'left', { personId: string; role: string }[]> & { groupId: string }) => {
      const group = (members[name(groupId)] ??= new Set());
      for (const { personId, role } of joined) group.add(`${name(personId)} ${role}`);
      for (const { personId, role } of left) group.delete(`${name(personId)} ${role}`);
    },
    'guardians-changed': ({ studentId, guardianIds }: { studentId: string; guardianIds: string[] }) => {
      guardians[name(studentId)] = guardianIds.map(name);
    },
    'siblings-changed': ({ personId, siblingIds }: { personId: string; siblingIds: string[] }) => {
      siblings[name(personId)] = siblingIds.map(name);
    },
    'supervisor-changed': ({ staffId, supervisorId }: { staffId: string; supervisorId: string | null }) => {
      if (supervisorId === null) delete supervisors[name(staffId)];
      else supervisors[name(staffId)] = name(supervisorId);
    },
  };
  for (const { type, data } of rows) fold[type]?.(data as never);
  const filled = (lists: Record<string, readonly string[]>) =>
    Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
  return {
    roles,
    members: filled(Object.fromEntries(Object.entries(members).map(([group, set]) => [group, [...set].sort()]))),
    guardians: filled(guardians),
    supervisors,
    siblings: filled(siblings),
  };
}

/** As if no roster had ever been imported; the schema stays. */
export const emptyRoster = async (database: Queryable): Promise<void> => {
  await database.query(
    `truncate people, buildings, groups, group_members, guardianships, restrictions, roster_imports, person_roles, enrollments,
       guardian_links, published_facts, roster_days, roster_import_progress, kept_imports, kept_import_rows, assigned_roles,
       supervisions, held_relations, hand_relations, relation_proposals, authorization_people, person_links,
       roster_linked_persons,
       events, streams, idempotency_keys`,
  );
  await database.query('update log_head set position = 0');
};
