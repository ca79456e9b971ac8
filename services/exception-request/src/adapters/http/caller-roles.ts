import type { Queryable } from '@sightline/event-store';

/** Whether the person audits the district: reads all, changes nothing. */
export async function isAuditor(database: Queryable, personId: string): Promise<boolean> {
  const { rows } = await database.query({
    name: 'caller.is-auditor',
    text: `select 1 from roster_roles where person_id = $1 and role = 'auditor' limit 1`,
    values: [personId],
  });
  return rows.length > 0;
}
