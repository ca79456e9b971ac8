import type { Queryable } from '@sightline/event-store';
import type { StandingAuthorizations } from '../../application/ports.js';
import type { JoinedAuthorization, RenewedAuthorization } from '../../domain/index.js';

/** Answers from the rows of requests and authorizations. */
export class StandingAuthorizationsReader implements StandingAuthorizations {
  constructor(private readonly database: Queryable) {}

  async renewedBy(requestId: string): Promise<RenewedAuthorization | undefined> {
    const { rows } = await this.database.query<RenewedAuthorization>({
      name: 'standing-authorizations.renewed',
      text: `select authorizations.authorization_id as "authorizationId", staff_id as "staffId", authorizations.status,
               authorizations.ends_on::text as until,
               jsonb_build_object('kind', requests.kind, 'purpose', purpose, 'studentIds', to_jsonb(authorizations.student_ids),
                 'groupId', requests.group_id, 'medium', requests.medium, 'from', requests.starts_on, 'until', requests.ends_on,
                 'registerState', register_state, 'words', jsonb_build_object('recordId', words_record_id, 'commitment', '')) as submission
             from requests join authorizations using (request_id) where request_id = $1`,
      values: [requestId],
    });
    return rows[0];
  }

  async joined(authorizationId: string): Promise<JoinedAuthorization> {
    const { rows } = await this.database.query<JoinedAuthorization>({
      name: 'standing-authorizations.joined',
      text: `select authorization_id as "authorizationId", true as known, status = 'active' as active, kind,
               staff_id as "staffId", group_id as "groupId" from authorizations where authorization_id = $1`,
      values: [authorizationId],
    });
    return rows[0] ?? { authorizationId, known: false, active: false, kind: null, staffId: null, groupId: null };
  }
}
