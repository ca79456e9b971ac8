import type { Queryable } from '@sightline/event-store';

export interface DistrictFormListed {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly buildingIds: readonly string[];
  readonly available: boolean;
  readonly createdAt: Date;
  readonly availableSince: Date;
}

/** The register of district forms (C2), by name; there are few. */
export async function listDistrictForms(database: Queryable, id?: string): Promise<DistrictFormListed[]> {
  const { rows } = await database.query<DistrictFormListed>(
    `select id, kind, name, building_ids as "buildingIds", available, created_at as "createdAt", available_since as "availableSince"
     from district_form_states join district_form_names using (id)
     where $1::text is null or id::text = lower($1) order by name, id limit 1000`,
    [id ?? null],
  );
  return rows;
}
