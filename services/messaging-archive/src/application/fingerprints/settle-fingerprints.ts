import type { PeopleReader, PersonDetails, RequestWords, RequestWordsReader } from '@sightline/contracts';
import type { Party } from '../../domain/index.js';
import { fingerprintOf } from '../capture/match-copies.js';
import { matchingScope, type KeyRing } from '../sealing/key-ring.js';

/** Somebody whose addresses are to be asked for, or the channel of an authorization. */
export type FingerprintSource =
  | { readonly kind: 'person'; readonly source: string }
  | {
      readonly kind: 'channel';
      readonly source: string;
      readonly requestId: string;
      readonly staffId: string;
    };

export interface Fingerprint {
  readonly source: string;
  readonly personId: string;
  readonly fingerprint: Buffer;
}

export interface AskedFingerprints {
  /** The sources that their owner knows: these fingerprints take the place of what they had. */
  readonly known: readonly string[];
  readonly fingerprints: readonly Fingerprint[];
}

export interface FingerprintTable {
  /**
   * Asks for what is due and writes the answer in one transaction: what is marked due meanwhile is asked for again, and
   * a failure leaves all of it due. @returns how many were due
   */
  settle(limit: number, ask: (due: readonly FingerprintSource[]) => Promise<AskedFingerprints>): Promise<number>;
}

const batchMax = 2_000;

/**
 * Asks the owners of addresses and numbers for those that are not known yet and keeps keyed hashes of them (design §1).
 * Somebody whom the owner no longer knows keeps what matched before: old exports name old people.
 * @throws OwnerUnavailable
 */
export const settleFingerprints =
  (
    table: FingerprintTable,
    owners: { readonly people: PeopleReader; readonly requestWords: RequestWordsReader },
    keys: KeyRing,
    countryCode: string,
  ) =>
  async (): Promise<void> => {
    const ask = async (due: readonly FingerprintSource[]): Promise<AskedFingerprints> => {
      const key = await keys.ofScope(matchingScope);
      const persons = due.filter((each) => each.kind === 'person').map(({ source }) => source);
      const channels = due.filter((each) => each.kind === 'channel');
      const [people, words] = await Promise.all([
        persons.length === 0 ? new Map<string, PersonDetails>() : owners.people.people(persons),
        channels.length === 0
          ? new Map<string, RequestWords>()
          : owners.requestWords.requestWords(channels.map(({ requestId }) => requestId)),
      ]);
      const of = (source: string, personId: string, address: string | null | undefined, kind: Party['kind']) => {
        const fingerprint = address ? fingerprintOf({ address, kind, displayName: '' }, key, countryCode) : null;
        return fingerprint ? [{ source, personId, fingerprint }] : [];
      };
      return {
        known: [...people.keys(), ...channels.map(({ source }) => source)],
        fingerprints: [
          ...[...people.values()].flatMap(({ personId, email, phone }) => [
            ...of(personId, personId, email, 'email'),
            ...of(personId, personId, phone, 'telephone'),
          ]),
          ...channels.flatMap(({ source, requestId, staffId }) =>
            of(source, staffId, words.get(requestId)?.channelAddress, 'unknown'),
          ),
        ],
      };
    };
    while ((await table.settle(batchMax, ask)) > 0);
  };
