import type { ProposedRelation } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import type { RelationProposalRow } from './relation-proposals.projection.js';

export interface PersonNamed {
  readonly id: string;
  readonly sourcedId: string;
  readonly displayName: string;
}

export interface ProposalListed {
  readonly id: string;
  readonly relation: ProposedRelation['relation'];
  readonly status: RelationProposalRow['status'];
  readonly subject: PersonNamed;
  readonly gainer: PersonNamed;
  readonly previousSupervisor: PersonNamed | null;
  /** The actor: `person:<id>`, `client:<id>`, or the system for a new day. */
  readonly proposedBy: string;
  readonly createdAt: Date;
  readonly settledBy: PersonNamed | null;
  readonly settledAt: Date | null;
  readonly words: string | null;
  readonly subjectBuildingIds: readonly string[];
}

/** Whose proposals a caller may see: all, or those of these buildings and those about oneself. */
export interface ProposalScope {
  readonly everybody: boolean;
  readonly buildingIds: readonly string[];
  readonly personIds: readonly string[];
}

const personOf = (column: string): string =>
  `(select jsonb_build_object('id', named.id, 'sourcedId', named.sourced_id, 'displayName',
     coalesce(preferred_given_name, given_name) || ' ' || coalesce(preferred_family_name, family_name))
   from people named where named.id = ${column})`;
const buildingsOfSubject = `array(select distinct buildings.id::text from people subject
  cross join jsonb_array_elements(subject.roles) as at join buildings on buildings.sourced_id = at->>'buildingSourcedId'
  where subject.id = subject_id)`;

/** The newest first. Reads one more than `limit`. */
export async function listProposals(
  database: Queryable,
  { everybody, buildingIds, personIds }: ProposalScope,
  filter: { readonly id?: string; readonly status?: string; readonly before?: string; readonly limit: number },
): Promise<ProposalListed[]> {
  const { rows } = await database.query<ProposalListed>({
    name: 'relation-proposals.list',
    text: `select proposal_id as id, relation, status, ${personOf('subject_id')} as subject, ${personOf('gainer_id')} as gainer,
             ${personOf('previous_supervisor_id')} as "previousSupervisor", proposed_by as "proposedBy", proposed_at as "createdAt",
             ${personOf('settled_by')} as "settledBy", settled_at as "settledAt",
             (select confidential.words->>'words' from confidential where record_id = words_id) as words,
             ${buildingsOfSubject} as "subjectBuildingIds"
           from relation_proposals
           where ($1 or ${buildingsOfSubject} && $2::text[] or gainer_id = any($3::uuid[]) or previous_supervisor_id = any($3::uuid[])
               or (relation = 'supervisor' and subject_id = any($3::uuid[])))
             and ($4::uuid is null or proposal_id = $4) and ($5::text is null or status = $5)
             and ($6::uuid is null or proposal_id < $6)
           order by proposal_id desc limit $7`,
    values: [
      ...[everybody, buildingIds, personIds, filter.id ?? null, filter.status ?? null, filter.before ?? null],
      filter.limit + 1,
    ],
  });
  return rows;
}
