import type { CopyAddressIssued, EventEnvelope } from '@sightline/contracts';
import type { Projection, Queryable } from '@sightline/event-store';

type Issued = CopyAddressIssued & Pick<EventEnvelope, 'time'>;

/**
 * The copy addresses, by the keyed hash of their local part (C7).
 * @param localHash of the address with this id; the address itself is made from the id and a key, and kept nowhere
 */
export const copyAddressesProjection = (localHash: (copyAddressId: string) => Promise<Buffer>): Projection => ({
  name: 'copy_addresses',
  types: new Set<string>(['sightline.messaging-archive.copy-address-issued.v1' satisfies CopyAddressIssued['type']]),
  async apply(transaction, events) {
    const issued = events as unknown as readonly Issued[];
    const hashes = await Promise.all(issued.map(({ data }) => localHash(data.copyAddressId)));
    await transaction.query({
      name: 'copy-addresses.issue',
      text: `insert into copy_addresses (copy_address_id, authorization_id, local_hash, issued_at)
             select * from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::timestamptz[]) on conflict do nothing`,
      values: [
        issued.map(({ data }) => data.copyAddressId),
        issued.map(({ data }) => data.authorizationId),
        hashes,
        issued.map(({ time }) => time),
      ],
    });
    await transaction.query({
      name: 'copy-addresses.replace',
      text: `update copy_addresses set replaced_at = replaced.at
             from unnest($1::uuid[], $2::timestamptz[]) as replaced (id, at) where copy_address_id = replaced.id`,
      values: [issued.map(({ data }) => data.replaces), issued.map(({ time }) => time)],
    });
  },
});

export interface CopyAddressRow {
  readonly copyAddressId: string;
  readonly authorizationId: string;
  readonly staffId: string;
  readonly caseId: string;
  readonly policyVersion: string;
  readonly ended: boolean;
}

const columns = `copy_address_id as "copyAddressId", authorization_id as "authorizationId", staff_id as "staffId", case_id as "caseId",
  policy_version as "policyVersion", ended_at is not null as ended`;

/** The address in use of each of these authorizations. */
export async function currentCopyAddresses(database: Queryable, authorizationIds: readonly string[]) {
  const { rows } = await database.query<CopyAddressRow>({
    name: 'copy-addresses.current',
    text: `select ${columns} from copy_addresses join covered_authorizations using (authorization_id)
           where authorization_id = any($1) and replaced_at is null`,
    values: [authorizationIds],
  });
  return rows;
}

export async function copyAddress(database: Queryable, copyAddressId: string): Promise<CopyAddressRow | undefined> {
  const { rows } = await database.query<CopyAddressRow>({
    name: 'copy-addresses.one',
    text: `select ${columns} from copy_addresses join covered_authorizations using (authorization_id) where copy_address_id = $1`,
    values: [copyAddressId],
  });
  return rows[0];
}

/** The authorizations of the addresses that are in use, by the hash of the local part in hex. */
export async function authorizationsByAddress(database: Queryable, hashes: readonly Buffer[]) {
  const { rows } = await database.query<{ hash: string; authorizationId: string }>({
    name: 'copy-addresses.by-hash',
    text: `select encode(local_hash, 'hex') as hash, authorization_id as "authorizationId" from copy_addresses
           where local_hash = any($1) and replaced_at is null`,
    values: [hashes],
  });
  return new Map(rows.map(({ hash, authorizationId }) => [hash, authorizationId]));
}
