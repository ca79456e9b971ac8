import type { RestrictionKind } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { buildingsOf, personOf, type LinkScope, type RecordNamed } from '../person-links/person-links.query.js';

export interface HandRelationListed {
  readonly id: string;
  readonly type: 'supervisor' | 'contact' | 'language';
  readonly status: 'standing' | 'ended';
  readonly person: RecordNamed;
  readonly related: RecordNamed | null;
  readonly language: string | null;
  readonly order: number | null;
  /** Actors: `person:<id>` or `client:<id>`. */
  readonly enteredBy: string;
  readonly createdAt: Date;
  readonly endedBy: string | null;
  readonly endedAt: Date | null;
  readonly buildingIds: readonly string[];
}

export interface RestrictionListed {
  readonly id: string;
  readonly status: 'to-come' | 'in-force' | 'over' | 'released';
  readonly student: RecordNamed;
  readonly guardian: RecordNamed;
  readonly kinds: readonly RestrictionKind[];
  readonly from: string;
  readonly until: string | null;
  readonly reference: string;
  readonly verifiedBy: string | null;
  /** The actor who entered it by hand; null for one of a roster. */
  readonly recordedBy: string | null;
  readonly createdAt: Date | null;
  readonly releasedBy: string | null;
  readonly releaseReference: string | null;
  readonly releasedAt: Date | null;
  readonly studentBuildingIds: readonly string[];
}

type Page = { readonly id?: string; readonly after?: string; readonly limit: number };
const valuesOf = (
  { everybody, buildingIds }: Pick<LinkScope, 'everybody' | 'buildingIds'>,
  { id, after, limit }: Page,
) => [...[everybody, buildingIds, id ?? null, after ?? null, limit + 1]];
const inPage = `($3::uuid is null or id = $3) and ($4::uuid is null or id > $4)`;

/** What people have entered by hand, in the order in which they did. Reads one more than `limit`. */
export async function listHandRelations(
  database: Queryable,
  scope: Pick<LinkScope, 'everybody' | 'buildingIds'>,
  page: Page,
): Promise<HandRelationListed[]> {
  const { rows } = await database.query<HandRelationListed>({
    name: 'hand-relations.list',
    text: `select * from (
             select hand.id, hand.type, case when ended_at is null then 'standing' else 'ended' end as status,
               ${personOf('person.id')} as person, ${personOf('related.id')} as related, hand.language, place as "order",
               entered_by as "enteredBy", entered_at as "createdAt", ended_by as "endedBy", ended_at as "endedAt",
               ${buildingsOf('person.id', 'related.id')} as "buildingIds"
             from hand_relations hand join people person on person.sourced_id = person_sourced_id
               left join people related on related.sourced_id = related_sourced_id) as listed
           where ($1 or "buildingIds" && $2::text[]) and ${inPage} order by id limit $5`,
    values: valuesOf(scope, page),
  });
  return rows;
}

/** Restrictions, over or not (C9). Reads one more than `limit`. */
export async function listRestrictions(
  database: Queryable,
  scope: Pick<LinkScope, 'everybody' | 'buildingIds'>,
  today: string,
  page: Page,
): Promise<RestrictionListed[]> {
  const { rows } = await database.query<RestrictionListed>({
    name: 'restrictions.list',
    text: `select * from (
             select restrictions.id, case when released_by is not null and ends_on < $6::date then 'released'
                 when ends_on < $6::date then 'over' when starts_on > $6::date then 'to-come' else 'in-force' end as status,
               ${personOf('student.id')} as student, ${personOf('guardian.id')} as guardian, kinds, starts_on::text as "from",
               ends_on::text as until, reference, verified_by as "verifiedBy", recorded_by as "recordedBy",
               recorded_at as "createdAt", released_by as "releasedBy", release_reference as "releaseReference",
               released_on as "releasedAt", ${buildingsOf('student.id')} as "studentBuildingIds"
             from restrictions join people student on student.sourced_id = student_sourced_id
               join people guardian on guardian.sourced_id = guardian_sourced_id) as listed
           where ($1 or "studentBuildingIds" && $2::text[]) and ${inPage} order by id limit $5`,
    values: [...valuesOf(scope, page), today],
  });
  return rows;
}

/** The restriction of one pair and document. */
export async function restrictionIdOf(
  database: Queryable,
  student: string,
  guardian: string,
  reference: string,
): Promise<string | undefined> {
  const { rows } = await database.query<{ id: string }>(
    `select id from restrictions where key = concat_ws(E'\\n', $1::text, $2::text, $3::text)`,
    [student, guardian, reference],
  );
  return rows[0]?.id;
}
