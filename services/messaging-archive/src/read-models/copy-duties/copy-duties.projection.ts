import type { AuthorizationActivated, AuthorizationEnded, EventEnvelope } from '@sightline/contracts';
import type { Queryable, Transaction } from '@sightline/event-store';

const activated: AuthorizationActivated['type'] = 'sightline.exception-request.authorization-activated.v1';
const ended: AuthorizationEnded['type'] = 'sightline.exception-request.authorization-ended.v1';

/** The authorizations under which copies are due, in ids (C7). Follows the log of `exception-request`. */
export const copyDutiesProjection = {
  types: new Set<string>([activated, ended]),
  async apply(transaction: Transaction, events: readonly EventEnvelope[]): Promise<void> {
    const duties = (
      events.filter(({ type }) => type === activated) as unknown as readonly (AuthorizationActivated & EventEnvelope)[]
    )
      .filter(({ data }) => data.copiesRequired)
      .map(({ data, correlationid, policyversion }) => ({
        authorization_id: data.authorizationId,
        request_id: data.requestId,
        case_id: correlationid,
        staff_id: data.staffId,
        policy_version: policyversion,
        ended: false,
      }));
    if (duties.length > 0)
      await transaction.query({
        name: 'copy-duties.write',
        text: 'insert into copy_duties select * from jsonb_populate_recordset(null::copy_duties, $1::jsonb) on conflict do nothing',
        values: [JSON.stringify(duties)],
      });
    const over = (events.filter(({ type }) => type === ended) as unknown as readonly AuthorizationEnded[]).map(
      ({ data }) => data.authorizationId,
    );
    if (over.length > 0)
      await transaction.query({
        name: 'copy-duties.end',
        text: 'update copy_duties set ended = true where authorization_id = any($1)',
        values: [over],
      });
  },
};

export interface CopyDuty {
  readonly authorizationId: string;
  readonly caseId: string;
  readonly staffId: string;
  readonly policyVersion: string;
  readonly ended: boolean;
}

const columns = `authorization_id as "authorizationId", case_id as "caseId", staff_id as "staffId", policy_version as "policyVersion", ended`;

/** Holds these members of staff until the commit, in a fixed order. */
export async function lockStaff(transaction: Transaction, staffIds: readonly string[]): Promise<void> {
  await transaction.query({
    name: 'copy-duties.lock-staff',
    text: `select pg_advisory_xact_lock(key)
           from (select distinct hashtextextended(staff_id, 0) as key from unnest($1::text[]) as staff_id order by key) as held`,
    values: [staffIds],
  });
}

/** The duties of these members of staff, ended ones too. */
export async function dutiesOfStaff(database: Queryable, staffIds: readonly string[]): Promise<CopyDuty[]> {
  const { rows } = await database.query<CopyDuty>({
    name: 'copy-duties.of-staff',
    text: `select ${columns} from copy_duties where staff_id = any($1) order by authorization_id`,
    values: [staffIds],
  });
  return rows;
}

/** The duties of these authorizations, ended ones too. */
export async function dutiesOf(database: Queryable, authorizationIds: readonly string[]): Promise<CopyDuty[]> {
  const { rows } = await database.query<CopyDuty>({
    name: 'copy-duties.of-authorizations',
    text: `select ${columns} from copy_duties where authorization_id = any($1)`,
    values: [authorizationIds],
  });
  return rows;
}
