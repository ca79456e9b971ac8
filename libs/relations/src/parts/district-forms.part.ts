import type { DistrictFormAvailabilityChanged, DistrictFormRegistered } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { uuidsAmong, type RelationPart } from '../relation-part.js';

type DistrictFormEvent = DistrictFormRegistered | DistrictFormAvailabilityChanged;

/** The register of district forms and whether each is available now (C2). */
export const districtFormsPart: RelationPart = {
  name: 'district-forms',
  types: new Set<DistrictFormEvent['type']>([
    'sightline.directory.district-form-registered.v1',
    'sightline.directory.district-form-availability-changed.v1',
  ]),
  schema: [`create table roster_district_forms (district_form_id uuid primary key, available boolean not null)`],
  schemaDown: ['drop table roster_district_forms'],
  async apply(transaction, events) {
    const available = new Map(
      (events as readonly DistrictFormEvent[]).map(({ data }) => [data.districtFormId, data.available]),
    );
    await transaction.query({
      name: 'roster-district-forms.write',
      text: `insert into roster_district_forms select * from unnest($1::uuid[], $2::boolean[])
             on conflict (district_form_id) do update set available = excluded.available`,
      values: [[...available.keys()], [...available.values()]],
    });
  },
};

export interface KnownDistrictForm {
  readonly districtFormId: string;
  readonly available: boolean;
}

export async function findDistrictForm(
  database: Queryable,
  districtFormId: string,
): Promise<KnownDistrictForm | undefined> {
  const { rows } = await database.query<KnownDistrictForm>({
    name: 'roster-district-forms.find',
    text: `select district_form_id as "districtFormId", available from roster_district_forms where district_form_id = any($1::uuid[])`,
    values: [uuidsAmong([districtFormId])],
  });
  return rows[0];
}
