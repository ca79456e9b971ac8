import { together, type Queryable } from '@sightline/event-store';
import { holdersOf, personsOf } from '@sightline/relations';
import type { DecidersFound, DecidersQuestion } from '../../application/ports.js';

interface RelationRow {
  relation: 'supervisor' | 'family' | 'away';
  id: string;
  other: string | null;
}

/**
 * Three statements for a whole batch of submissions, whatever it asks for. Whoever decides is one natural person, under
 * whatever record an office is held (C3).
 */
export async function findDeciders(database: Queryable, question: DecidersQuestion): Promise<DecidersFound> {
  const [holders, { rows }] = await together(
    holdersOf(database, question.roles, question.buildingIds),
    database.query<RelationRow>({
      name: 'approval.relations-of',
      text: `select 'supervisor' as relation, staff_id as id, supervisor_id as other from roster_supervisions
             where staff_id = any($1) and supervisor_id is not null
           union all select 'family', student_id, guardian_id from roster_guardianships where student_id = any($2)
           union all select 'family', person_id, sibling_id from roster_siblings where person_id = any($2)
           union all select 'family', sibling_id, person_id from roster_siblings where sibling_id = any($2)
           union all (select 'away', person_id, substitute_id from absences
             where cancelled_at is null and from_on <= $3 and until_on >= $3 order by created_at)`,
      values: [question.staffIds, question.studentIds, question.today],
    }),
  );
  const families = new Map<string, string[]>();
  for (const { relation, id, other } of rows) {
    if (relation !== 'family' || other === null) continue;
    const family = families.get(id);
    if (family) family.push(other);
    else families.set(id, [other]);
  }
  const pairs = <Other extends string | null>(wanted: RelationRow['relation']): Map<string, Other> =>
    new Map(rows.filter(({ relation }) => relation === wanted).map(({ id, other }) => [id, other as Other]));
  const asked = [...question.staffIds, ...question.studentIds];
  const named = [...holders.map(({ personId }) => personId), ...rows.flatMap(({ id, other }) => [id, other ?? id])];
  const persons = await personsOf(database, [...new Set([...asked, ...named])]);
  const known = (id: string): string => persons.get(id)!.personId;
  return {
    holders: holders.map((holder) => ({ ...holder, personId: known(holder.personId) })),
    supervisors: new Map([...pairs<string>('supervisor')].map(([staffId, id]) => [staffId, known(id)])),
    families,
    away: new Map([...pairs<string | null>('away')].map(([id, other]) => [known(id), other && known(other)])),
    records: new Map([...persons].flatMap(([id, { recordIds }]) => (recordIds.length > 1 ? [[id, recordIds]] : []))),
  };
}
