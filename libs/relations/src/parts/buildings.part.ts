import type { BuildingChanged, BuildingRegistered } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { lastOfEach, type RelationPart } from '../relation-part.js';

type BuildingEvent = BuildingRegistered | BuildingChanged;

export const buildingsPart: RelationPart = {
  name: 'buildings',
  types: new Set<BuildingEvent['type']>([
    'sightline.directory.building-registered.v1',
    'sightline.directory.building-changed.v1',
  ]),
  schema: [
    `create table roster_buildings (building_id uuid primary key, sourced_id text not null, type text not null, parent_id uuid)`,
    `create index roster_buildings_sourced_id on roster_buildings (sourced_id)`,
  ],
  schemaDown: ['drop table roster_buildings'],
  async apply(transaction, events) {
    const rows = lastOfEach(events as readonly BuildingEvent[], ({ data }) => data.buildingId).map(({ data }) => ({
      building_id: data.buildingId,
      sourced_id: data.sourcedId,
      type: data.type,
      parent_id: data.parentId,
    }));
    await transaction.query({
      name: 'roster-buildings.write',
      text: `insert into roster_buildings select * from jsonb_populate_recordset(null::roster_buildings, $1::jsonb)
             on conflict (building_id) do update set sourced_id = excluded.sourced_id, type = excluded.type, parent_id = excluded.parent_id`,
      values: [JSON.stringify(rows)],
    });
  },
};

export interface KnownBuilding {
  readonly buildingId: string;
  readonly sourcedId: string;
  readonly type: 'school' | 'district' | 'department' | 'other';
}

/** Buildings by uuid; unknown ones are left out. */
export async function findBuildings(database: Queryable, buildingIds: readonly string[]): Promise<KnownBuilding[]> {
  const { rows } = await database.query<KnownBuilding>({
    name: 'roster-buildings.find',
    text: 'select building_id as "buildingId", sourced_id as "sourcedId", type from roster_buildings where building_id = any($1)',
    values: [buildingIds],
  });
  return rows;
}
