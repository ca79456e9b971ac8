import type { Transaction, UnitOfWork, UnitResult } from '@sightline/event-store';
import { newId, type Clock } from '@sightline/service-kit';
import { copyGapSeconds, threadsOf, type Threaded } from '../../domain/index.js';
import type { ArchiveIntake, IncomingCopy, TakenCopy } from '../archive-intake.js';
import { matchingScope, type KeyRing } from '../sealing/key-ring.js';
import type { SealedBlobs } from '../sealing/sealed-blobs.js';
import { archiveUnit, type ArchivedGroup } from './archive-units.js';
import type { CaptureTables, KnownMessage } from './capture-tables.js';
import { keptCopies, type NewCopy } from './kept-copies.js';
import { matchCopies, type Matching } from './match-copies.js';
import { prepareCopies, type PreparedCopy } from './prepare-copies.js';

export interface TakeCopiesParts extends Matching {
  readonly tables: CaptureTables;
  readonly keys: KeyRing;
  readonly blobs: SealedBlobs;
  readonly clock: Clock;
  /** Asks the owners for addresses and numbers that are not known yet. @throws OwnerUnavailable */
  readonly settleFingerprints: () => Promise<void>;
  /** What the policies of these versions allow (C7), in seconds. */
  readonly allowedSeconds: (policyVersions: readonly string[]) => Promise<(policyVersion: string) => number>;
  /** The version under which what no authorization covers is kept. */
  readonly policyInForce: () => Promise<string>;
  /** Runs the work and then appends its units, all in one transaction; tried again when PostgreSQL chose it as a victim. */
  readonly commit: <Answer>(
    work: (transaction: Transaction) => Promise<{ readonly units: readonly UnitOfWork[]; readonly answer: Answer }>,
  ) => Promise<Answer>;
}

const copiesMax = 500;

/** The archive's intake (C7): look up, seal and keep the bytes, then one transaction for rows and events. */
export class TakeCopies implements ArchiveIntake {
  constructor(private readonly parts: TakeCopiesParts) {}

  async take(batch: readonly IncomingCopy[]): Promise<readonly TakenCopy[]> {
    if (batch.length === 0) return [];
    if (batch.length > copiesMax) throw new RangeError(`at most ${copiesMax} copies are taken at a time`);
    const { prepared, policyVersion, allowed } = await this.prepare(batch);
    return this.parts.commit(async (transaction) => {
      const { taken, groups } = await this.write(transaction, prepared, policyVersion);
      const units = groups.length === 0 ? [] : [archiveUnit(groups, allowed, this.parts.clock.now())];
      return { units, answer: taken };
    });
  }

  async takeOnce(
    copy: IncomingCopy,
    idempotency: NonNullable<UnitOfWork['idempotency']>,
  ): Promise<UnitResult<TakenCopy>> {
    const { prepared, policyVersion, allowed } = await this.prepare([copy]);
    return this.parts.commit<UnitResult<TakenCopy>>(async (transaction) => {
      const before = await this.parts.tables.keptAnswer(transaction, idempotency);
      if (before) return { units: [], answer: before };
      const { taken, groups } = await this.write(transaction, prepared, policyVersion);
      const answer = taken[0]!;
      // What the archive had is no event; its answer is kept with the time of the command that states nothing.
      const stated = groups.length === 0 ? [nothingNew(copy, policyVersion)] : groups;
      const unit = { ...archiveUnit(stated, allowed, this.parts.clock.now()), idempotency, answer: () => answer };
      return { units: [unit], answer: { outcome: 'accepted', answer, events: [] } };
    });
  }

  private async prepare(batch: readonly IncomingCopy[]) {
    const { tables, keys, blobs } = this.parts;
    await this.parts.settleFingerprints();
    const matched = await matchCopies(batch, tables, await keys.ofScope(matchingScope), this.parts);
    const prepared = await prepareCopies(batch, matched, keys, blobs);
    const policyVersion = await this.parts.policyInForce();
    const versions = matched.map(({ coverage }) => coverage.authorization?.policyVersion ?? policyVersion);
    const allowed = await this.parts.allowedSeconds([...new Set(versions)]);
    return { prepared, policyVersion, allowed };
  }

  private async write(transaction: Transaction, prepared: readonly PreparedCopy[], policyVersion: string) {
    const { tables } = this.parts;
    const blobs = prepared.flatMap(({ original, attachments }) => [original, ...attachments]);
    // The same message twice in one batch is one message, and the second its second arrival.
    const places = prepared.map(({ key, identity }) => `${key.keyId}/${identity.toString('hex')}`);
    const known = new Map<string, KnownMessage>(
      await tables.known(
        transaction,
        prepared.map(({ key, identity }) => ({ keyId: key.keyId, identity })),
      ),
    );
    const blobIds = await tables.keepBlobs(transaction, blobs);
    const idOf = new Map(blobs.map(({ blobId }, index) => [blobId, blobIds[index]!]));
    const fresh: PreparedCopy[] = [];
    const taken: TakenCopy[] = prepared.map((each, index) => {
      const place = places[index]!;
      const before = known.get(place);
      if (!before) {
        fresh.push(each);
        known.set(place, knownAfter(each));
      }
      return { ...(before ?? knownAfter(each)), custodyId: newId(), isNew: !before };
    });
    const threads = threadsOf(
      fresh.map(threadedOf),
      await tables.threadsBefore(
        transaction,
        fresh.flatMap(({ key, copy }) =>
          externalsOf(copy).map((id) => ({ keyId: key.keyId, hash: key.hash('external', id) })),
        ),
        fresh.map((each) => ({ keyId: each.key.keyId, hash: conversationOf(each), at: momentOf(each) })),
      ),
    );
    const newCopies: NewCopy[] = fresh.map((each) => ({
      ...each,
      ...threads.get(each.messageId)!,
      conversation: conversationOf(each),
      copyGapSeconds: gapOf(each),
      blobIdOf: (blobId: string) => idOf.get(blobId)!,
    }));
    const arrivals = prepared.map((each, index) => ({
      ...{ ...taken[index]!, copy: each.copy, key: each.key, blobId: idOf.get(each.original.blobId)! },
    }));
    const { rows, groups } = keptCopies(newCopies, arrivals, policyVersion);
    await tables.keep(transaction, rows);
    return { taken, groups: groups satisfies readonly ArchivedGroup[] };
  }
}

const nothingNew = ({ by, importId, actor }: IncomingCopy, policyVersion: string): ArchivedGroup => ({
  ...{ authorizationId: null, caseId: null, staffId: null, policyVersion, by, importId, actor, messages: [] },
});

/** Seconds where a live copy was due and the message says when it was sent (C7); of a call, since it ended. */
const gapOf = ({ copy, matched }: PreparedCopy): number | null => {
  if (copy.by === 'import' || matched.sentAt === null || matched.coverage.authorization?.copiesRequired !== true)
    return null;
  const { durationSeconds } = copy.communication?.facts ?? {};
  const lastedMs = typeof durationSeconds === 'number' ? durationSeconds * 1_000 : 0;
  return copyGapSeconds(new Date(matched.sentAt.getTime() + lastedMs), copy.receivedAt);
};

const knownAfter = (each: PreparedCopy): KnownMessage => ({
  messageId: each.messageId,
  authorizationId: each.matched.coverage.authorization?.authorizationId ?? null,
  studentIds: each.matched.coverage.authorization === null ? [] : each.matched.coverage.studentIds,
  copyGapSeconds: gapOf(each),
});

const momentOf = ({ matched, copy }: PreparedCopy): Date => matched.sentAt ?? copy.receivedAt;

/** What it answers, the nearest first. */
const answersOf = ({ communication }: IncomingCopy): string[] => [
  ...new Set([
    ...(communication?.inReplyTo ? [communication.inReplyTo] : []),
    ...[...(communication?.references ?? [])].reverse().slice(0, 20),
  ]),
];

const externalsOf = (copy: IncomingCopy): string[] => [
  ...(copy.communication?.externalId ? [copy.communication.externalId] : []),
  ...answersOf(copy),
];

const conversationOf = ({ copy, key, matched, identity }: PreparedCopy): Buffer => {
  const { communication } = copy;
  if (communication === null) return key.hash('conversation', identity);
  const who = matched.parties.map(({ fingerprint }) => fingerprint?.toString('hex') ?? '').filter(Boolean);
  return key.hash(
    'conversation',
    JSON.stringify(
      communication.threadHint === null
        ? [communication.medium, [...new Set(who)].sort()]
        : [communication.medium, communication.threadHint],
    ),
  );
};

const threadedOf = (each: PreparedCopy): Threaded => {
  const { key, copy, messageId } = each;
  const external = copy.communication?.externalId;
  return {
    ...{ messageId, keyId: key.keyId, at: momentOf(each) },
    external: external ? key.hash('external', external).toString('hex') : null,
    answers: answersOf(copy).map((id) => key.hash('external', id).toString('hex')),
    conversation: conversationOf(each).toString('hex'),
  };
};
