import type { DistrictFormAvailabilityChanged, DistrictFormRegistered } from '@sightline/contracts';
import { rowProjection } from '@sightline/event-store';

export interface DistrictFormRow {
  id: string;
  kind: string;
  building_ids: readonly string[];
  available: boolean;
  created_at: string;
  available_since: string;
}

type Timed<Event> = Event & { readonly time: string };

/** Which forms the district provides and since when each is available or not (C2). The register's names stand apart: see `district_form_names`. */
export const districtFormsProjection = rowProjection<
  DistrictFormRow,
  Timed<DistrictFormRegistered> | Timed<DistrictFormAvailabilityChanged>
>({
  table: 'district_form_states',
  key: 'id',
  types: [
    'sightline.directory.district-form-registered.v1',
    'sightline.directory.district-form-availability-changed.v1',
  ],
  keysOf: ({ data }) => [data.districtFormId],
  evolve: (row, event) => {
    if (event.type === 'sightline.directory.district-form-registered.v1')
      return {
        id: event.data.districtFormId,
        kind: event.data.kind,
        building_ids: event.data.buildingIds,
        available: event.data.available,
        created_at: event.time,
        available_since: event.time,
      };
    return row ? { ...row, available: event.data.available, available_since: event.data.from } : null;
  },
});
