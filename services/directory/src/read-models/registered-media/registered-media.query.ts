import type { RegisteredMediumKind, WayIn } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import type { Relation } from '@sightline/policy';
import type { Reach } from './media-reach.query.js';

/** As what a caller may look at entries; an empty part opens nothing. */
export interface MediaScope {
  readonly personId: string;
  readonly self: boolean;
  readonly supervisor: boolean;
  /** Buildings whose principal the caller is, by sourcedId. */
  readonly buildingSourcedIds: readonly string[];
  readonly everything: boolean;
  /** Of the children on whose behalf the caller looks. */
  readonly reach: readonly Reach[];
}

export interface ReportListed {
  readonly studentId: string;
  readonly reportedAt: string;
  readonly words: string | null;
}

export interface MediumListed {
  readonly id: string;
  readonly kind: RegisteredMediumKind;
  readonly wayIn: WayIn;
  readonly status: 'in-use' | 'ended';
  readonly name: string;
  readonly address: string;
  readonly howParentsGetIn: string;
  readonly studentIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly buildingIds: readonly string[];
  readonly staffId: string;
  readonly staffSourcedId: string;
  readonly staffName: string;
  readonly reports: readonly ReportListed[];
  readonly createdAt: Date;
  readonly changedAt: Date;
  /** How the caller stands to the entry, other than by a child. */
  readonly relations: readonly Relation[];
  /** Children of the caller whom it concerns. */
  readonly childIds: readonly string[];
}

export interface MediaFilter {
  readonly id?: string;
  /** Member of staff, by id or sourcedId. */
  readonly staff?: string;
  /** What concerns this student: ids of the student, groups and buildings. */
  readonly reachedIds?: readonly string[];
  /** True: only what no parent can reach. */
  readonly finding?: boolean;
  readonly before?: string;
  readonly limit: number;
}

const text = `with entries as (
    select medium.*, staff.sourced_id as staff_sourced_id,
      coalesce(staff.preferred_given_name, staff.given_name) || ' ' || coalesce(staff.preferred_family_name, staff.family_name) as staff_name,
      array_remove(array[
        case when $2 and staff_id = $1 then 'self' end,
        case when $3 and exists (select 1 from supervisions where supervisions.staff_id = medium.staff_id and supervisor_id = $1)
          then 'supervisor-of-staff' end,
        case when exists (select 1 from jsonb_array_elements(staff.roles) as held where held->>'buildingSourcedId' = any($4::text[]))
          then 'principal-of-building' end,
        case when $5 then 'auditor' end], null) as relations,
      array(select distinct student_id from unnest($6::text[], $7::text[]) as reach(student_id, reached_id)
        where student_ids ? reached_id or group_ids ? reached_id or building_ids ? reached_id) as child_ids
    from registered_media as medium join people as staff on staff.id = medium.staff_id
    where ($8::uuid is null or medium_id = $8) and ($9::text is null or staff.sourced_id = $9 or staff.id::text = lower($9))
      and ($10::text[] is null or student_ids ?| $10 or group_ids ?| $10 or building_ids ?| $10)
      and (not $11 or (status = 'in-use' and (way_in = 'none' or jsonb_array_length(reports) > 0)))
      and ($12::uuid is null or medium_id < $12))
  select medium_id as id, kind, way_in as "wayIn", status, coalesce(words->>'name', '') as name, coalesce(words->>'address', '') as address,
    coalesce(words->>'howParentsGetIn', '') as "howParentsGetIn", student_ids as "studentIds", group_ids as "groupIds",
    building_ids as "buildingIds", staff_id as "staffId", staff_sourced_id as "staffSourcedId", staff_name as "staffName",
    (select coalesce(jsonb_agg(jsonb_build_object('studentId', report->>'studentId', 'reportedAt', report->>'reportedAt',
       'words', said.words->>'report')), '[]') from jsonb_array_elements(reports) as report
       left join confidential as said on said.record_id = (report->>'wordsRecordId')::uuid) as reports,
    entries.created_at as "createdAt", changed_at as "changedAt", relations, child_ids as "childIds"
  from entries left join confidential on confidential.record_id = words_record_id
  where cardinality(relations) > 0 or cardinality(child_ids) > 0
  order by medium_id desc limit $13`;

/** Entries that the caller may see, the newest first; one more than `limit`. Words that were disposed of are empty. */
export async function listRegisteredMedia(
  database: Queryable,
  scope: MediaScope,
  filter: MediaFilter,
): Promise<readonly MediumListed[]> {
  const { rows } = await database.query<MediumListed>({
    name: 'registered-media.list',
    text,
    values: [
      ...[scope.personId, scope.self, scope.supervisor, scope.buildingSourcedIds, scope.everything],
      ...[scope.reach.map(({ studentId }) => studentId), scope.reach.map(({ reachedId }) => reachedId)],
      ...[filter.id ?? null, filter.staff ?? null, filter.reachedIds ?? null, filter.finding === true],
      ...[filter.before ?? null, filter.limit + 1],
    ],
  });
  return rows;
}
