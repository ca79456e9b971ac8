import type { Queryable } from '@sightline/event-store';
import { mayAccess, type Relation } from '@sightline/policy';
import { notFound, type PersonCaller } from '@sightline/service-kit';
import { isAuditor } from '../../read-models/ledger/ledger.queries.js';

/** @throws Problem the same that a missing case answers, for anybody who does not audit */
export async function requireAuditor(database: Queryable, { personId }: PersonCaller): Promise<void> {
  const held = new Set<Relation>((await isAuditor(database, personId)) ? ['auditor'] : []);
  if (!mayAccess('case-history', 'read', held)) throw notFound();
}
