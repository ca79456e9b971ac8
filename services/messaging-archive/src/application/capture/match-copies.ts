import { dateInZone } from '@sightline/service-kit';
import {
  believableSentAt,
  comparableAddress,
  coverageOf,
  type Coverage,
  type Party,
  type PartyKind,
} from '../../domain/index.js';
import type { IncomingCopy } from '../archive-intake.js';
import type { ScopeKey } from '../sealing/key-ring.js';
import type { CaptureTables } from './capture-tables.js';

export interface MatchedParty {
  readonly part: 'from' | 'to';
  readonly kind: PartyKind;
  readonly fingerprint: Buffer | null;
  readonly personIds: readonly string[];
}

export interface Matched {
  readonly sentAt: Date | null;
  readonly parties: readonly MatchedParty[];
  readonly coverage: Coverage;
}

/** Many parties are a sign of abuse, not of a conversation: the rest is in the original. */
const partiesMax = 1_000;

export interface Matching {
  readonly districtTimeZone: string;
  readonly countryCode: string;
}

/** The keyed hash of an address or number, the same whoever it belongs to (design §1); null when it names nobody. */
export const fingerprintOf = (party: Party, key: ScopeKey, countryCode: string): Buffer | null => {
  const comparable = comparableAddress(party, countryCode);
  return comparable && key.hash(`party ${comparable.kind}`, comparable.value);
};

/** Who takes part in each copy, and under which authorization it falls: three look-ups for all of them. */
export async function matchCopies(
  batch: readonly IncomingCopy[],
  tables: CaptureTables,
  key: ScopeKey,
  { districtTimeZone, countryCode }: Matching,
): Promise<readonly Matched[]> {
  const named = batch.map(({ communication }) => {
    if (communication === null) return [];
    const parties = [
      { part: 'from' as const, party: communication.from },
      ...communication.to.map((party) => ({ part: 'to' as const, party })),
    ];
    return parties
      .slice(0, partiesMax)
      .map(({ part, party }) => ({ part, kind: party.kind, fingerprint: fingerprintOf(party, key, countryCode) }));
  });
  const fingerprints = new Map(
    named
      .flat()
      .flatMap(({ fingerprint }) => (fingerprint ? [[fingerprint.toString('hex'), fingerprint] as const] : [])),
  );
  const persons = await tables.personsOf([...fingerprints.values()]);
  const people = [...new Set([...persons.values()].flat())];
  const staffIds = batch.flatMap(({ staffId }) => staffId ?? []);
  const [authorizations, childrenOf] = await Promise.all([
    tables.authorizations(
      batch.flatMap(({ authorizationId }) => authorizationId ?? []),
      [...new Set([...people, ...staffIds])],
    ),
    tables.childrenOf(people),
  ]);
  return batch.map((copy, index) => {
    const parties = named[index]!.map((each) => ({
      ...each,
      personIds: each.fingerprint ? (persons.get(each.fingerprint.toString('hex')) ?? []) : [],
    }));
    const { communication, receivedAt, authorizationId, staffId } = copy;
    const sentAt = believableSentAt(communication?.sentAt ?? null, receivedAt);
    const at = sentAt ?? receivedAt;
    const coverage = coverageOf(
      {
        at,
        on: dateInZone(at, districtTimeZone),
        medium: communication?.medium ?? null,
        senderIds: parties.filter(({ part }) => part === 'from').flatMap(({ personIds }) => personIds),
        personIds: new Set(parties.flatMap(({ personIds }) => personIds)),
        authorizationId,
        staffId,
      },
      authorizations,
      childrenOf,
    );
    return { sentAt, parties, coverage };
  });
}
