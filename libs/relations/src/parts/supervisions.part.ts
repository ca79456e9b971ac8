import type { SupervisorChanged } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { lastOfEach, type RelationPart } from '../relation-part.js';

/** Who supervises whom (C5, C7, C8). */
export const supervisionsPart: RelationPart = {
  name: 'supervisions',
  types: new Set<SupervisorChanged['type']>(['sightline.directory.supervisor-changed.v1']),
  schema: [
    `create table roster_supervisions (staff_id uuid primary key, supervisor_id uuid)`,
    `create index roster_supervisions_supervisor on roster_supervisions (supervisor_id)`,
  ],
  schemaDown: ['drop table roster_supervisions'],
  async apply(transaction, events) {
    const last = lastOfEach(events as readonly SupervisorChanged[], ({ data }) => data.staffId);
    await transaction.query({
      name: 'roster-supervisions.write',
      text: `insert into roster_supervisions select * from unnest($1::uuid[], $2::uuid[])
             on conflict (staff_id) do update set supervisor_id = excluded.supervisor_id`,
      values: [last.map(({ data }) => data.staffId), last.map(({ data }) => data.supervisorId)],
    });
  },
};

/** The supervisor of each of these staff members; those without one are left out. */
export async function supervisorsOf(database: Queryable, staffIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await database.query<{ staffId: string; supervisorId: string }>({
    name: 'roster-supervisions.supervisors-of',
    text: `select staff_id as "staffId", supervisor_id as "supervisorId" from roster_supervisions
           where staff_id = any($1) and supervisor_id is not null`,
    values: [staffIds],
  });
  return new Map(rows.map(({ staffId, supervisorId }) => [staffId, supervisorId]));
}

/** The staff members whom this person supervises now. */
export async function supervisedBy(database: Queryable, supervisorId: string): Promise<string[]> {
  const { rows } = await database.query<{ staff_id: string }>({
    name: 'roster-supervisions.supervised-by',
    text: 'select staff_id from roster_supervisions where supervisor_id = $1',
    values: [supervisorId],
  });
  return rows.map(({ staff_id }) => staff_id);
}
