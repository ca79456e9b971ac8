import type { GuardiansChanged } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { lastOfEach, type RelationPart } from '../relation-part.js';

/** Whose guardian a person is (C4, C6, C9). */
export const guardianshipsPart: RelationPart = {
  name: 'guardianships',
  types: new Set<GuardiansChanged['type']>(['sightline.directory.guardians-changed.v1']),
  schema: [
    `create table roster_guardianships (student_id uuid not null, guardian_id uuid not null, contact_order integer not null,
       primary key (student_id, guardian_id))`,
    `create index roster_guardianships_guardian on roster_guardianships (guardian_id)`,
  ],
  schemaDown: ['drop table roster_guardianships'],
  async apply(transaction, events) {
    const students = lastOfEach(events as readonly GuardiansChanged[], ({ data }) => data.studentId);
    await transaction.query({
      name: 'roster-guardianships.remove',
      text: 'delete from roster_guardianships where student_id = any($1)',
      values: [students.map(({ data }) => data.studentId)],
    });
    const rows = students.flatMap(({ data }) =>
      data.guardianIds.map((guardianId, index) => [data.studentId, guardianId, index] as const),
    );
    await transaction.query({
      name: 'roster-guardianships.write',
      text: 'insert into roster_guardianships select * from unnest($1::uuid[], $2::uuid[], $3::integer[]) on conflict do nothing',
      values: [rows.map((row) => row[0]), rows.map((row) => row[1]), rows.map((row) => row[2])],
    });
  },
};

export interface Guardianship {
  readonly studentId: string;
  readonly guardianId: string;
}

/** Every guardian of every one of these students, in contact order. */
export async function guardiansOf(database: Queryable, studentIds: readonly string[]): Promise<Guardianship[]> {
  const { rows } = await database.query<Guardianship>({
    name: 'roster-guardianships.guardians-of',
    text: `select student_id as "studentId", guardian_id as "guardianId" from roster_guardianships
           where student_id = any($1) order by student_id, contact_order`,
    values: [studentIds],
  });
  return rows;
}

/** The students whose guardians these people are. */
export async function childrenOf(database: Queryable, guardianIds: readonly string[]): Promise<Guardianship[]> {
  const { rows } = await database.query<Guardianship>({
    name: 'roster-guardianships.children-of',
    text: `select student_id as "studentId", guardian_id as "guardianId" from roster_guardianships where guardian_id = any($1)`,
    values: [guardianIds],
  });
  return rows;
}
