import type { Queryable, Transaction } from '@sightline/event-store';
import type { DueAuthorizations } from '../../application/deadline.worker.js';
import type { BuildingsOfAuthorization } from '../../application/object-to-authorization.handler.js';
import type { KnownAuthorizations } from '../../application/when-review-decided.reaction.js';
import type { ReviewedBuildings } from '../../domain/index.js';

/** Answers from the rows of authorizations. */
export class AuthorizationsReader implements DueAuthorizations, KnownAuthorizations, BuildingsOfAuthorization {
  constructor(private readonly database: Queryable) {}

  async due(today: string, limit: number) {
    const { rows } = await this.database.query<{ authorizationId: string; caseId: string; policyVersion: string }>({
      name: 'authorizations.due',
      text: `select authorization_id as "authorizationId", case_id as "caseId", policy_version as "policyVersion"
             from authorizations where status = 'active' and due_on <= $1::date order by due_on, authorization_id limit $2`,
      values: [today, limit],
    });
    return rows;
  }

  async known(transaction: Transaction, authorizationIds: readonly string[]): Promise<ReadonlySet<string>> {
    const { rows } = await transaction.query<{ authorization_id: string }>({
      name: 'authorizations.known',
      text: 'select authorization_id from authorizations where authorization_id = any($1::uuid[])',
      values: [authorizationIds],
    });
    return new Set(rows.map(({ authorization_id }) => authorization_id));
  }

  async buildings(authorizationId: string): Promise<ReviewedBuildings> {
    const { rows } = await this.database.query<ReviewedBuildings>({
      name: 'authorizations.buildings',
      text: `select array(select distinct building_id from roster_roles where person_id = staff_id and building_id is not null)
                 as "requesterBuildingIds",
               array(select distinct building_id from roster_roles
                     where person_id = any(student_ids) and role = 'student' and building_id is not null) as "studentBuildingIds"
             from authorizations where authorization_id = $1`,
      values: [authorizationId],
    });
    return rows[0] ?? { requesterBuildingIds: [], studentBuildingIds: [] };
  }
}
