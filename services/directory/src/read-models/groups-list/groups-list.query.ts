import type { Queryable } from '@sightline/event-store';

export interface GroupListed {
  readonly id: string;
  readonly sourcedId: string;
  readonly title: string;
  readonly kind: 'class' | 'activity';
  readonly buildingId: string;
  readonly buildingSourcedId: string;
  readonly endsOn: string | null;
  readonly students: number;
}

export interface BuildingListed {
  readonly id: string;
  readonly sourcedId: string;
  readonly name: string;
  readonly type: string;
}

/** Classes and activities of the buildings that the caller may see (null is all), by title. Reads one more than `limit`. */
export async function listGroups(
  database: Queryable,
  filter: {
    readonly buildingIds: readonly string[] | null;
    readonly building?: string;
    readonly after?: readonly [string, string];
    readonly limit: number;
  },
): Promise<GroupListed[]> {
  const { rows } = await database.query<GroupListed>(
    `select groups.id, groups.sourced_id as "sourcedId", title, kind, buildings.id as "buildingId", buildings.sourced_id as "buildingSourcedId",
       ends_on::text as "endsOn",
       (select count(*)::integer from group_members where group_sourced_id = groups.sourced_id and role = 'student') as students
     from groups join buildings on buildings.sourced_id = groups.building_sourced_id
     where active and ($1::uuid[] is null or buildings.id = any($1))
       and ($2::text is null or buildings.id::text = lower($2) or buildings.sourced_id = $2)
       and ($3::text is null or (lower(title), groups.id) > ($3, $4::uuid))
     order by lower(title), groups.id limit $5`,
    [
      filter.buildingIds,
      filter.building ?? null,
      filter.after?.[0] ?? null,
      filter.after?.[1] ?? null,
      filter.limit + 1,
    ],
  );
  return rows;
}

/** Every building of the district, by name; there are few. */
export async function listBuildings(database: Queryable): Promise<BuildingListed[]> {
  const { rows } = await database.query<BuildingListed>(
    'select id, sourced_id as "sourcedId", name, type from buildings order by name, id limit 1000',
  );
  return rows;
}
