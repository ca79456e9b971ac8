import type { Transaction, UnitOfWork } from '@sightline/event-store';
import { dateInZone } from '@sightline/service-kit';
import { noticeLetter, type PrintedLetter } from '../templates/letter.js';
import { BatchResults } from './batch-results.js';
import { contentsOf, readinessOf, type ReadyNotice } from './compose-notice.js';
import type { LetterDesk, LetterInBatch } from './ports.js';
import { languageOf, readKnown, type Known, type MailComposition } from './read-known.js';

export interface LetterPrinting extends Omit<MailComposition, 'database'> {
  readonly desk: LetterDesk;
}

/** Puts letters that wait into the open batch of their building and day. */
export const batchLetters =
  ({ desk, clock, districtTimeZone }: Pick<LetterPrinting, 'desk' | 'clock' | 'districtTimeZone'>) =>
  async (transaction: Transaction): Promise<{ readonly units: readonly UnitOfWork[]; readonly claimed: number }> => {
    const now = clock.now();
    const claimed = await desk.batchWaiting(transaction, now, dateInZone(now, districtTimeZone), 500);
    return { units: [], claimed };
  };

/** Everybody can be reached by hand or by post: the address is looked at when the letter is composed. */
const everybody = (): string => 'letter';

const composeLetter = (
  ready: readonly [ReadyNotice, ...ReadyNotice[]],
  known: Known,
  composition: MailComposition,
): PrintedLetter => {
  const reader = known.people.get(ready[0].notice.guardianId)!;
  const voice = composition.wording.voice('notice', languageOf(reader, known));
  const today = dateInZone(composition.clock.now(), composition.districtTimeZone);
  return noticeLetter(contentsOf(ready, known, composition), reader.postalAddress ?? null, today, voice);
};

export interface LettersToPrint {
  readonly letters: readonly PrintedLetter[];
  /** What follows for those who may not be told any more. */
  readonly units: readonly UnitOfWork[];
}

/**
 * Closes a batch and composes its letters, joined sets in one. Who is entitled is looked at once more (C6, C9): a letter
 * to somebody who is not any more is withheld. What was in an earlier file is in every later one, unless withheld since.
 * @throws OwnerUnavailable
 */
export const printLetters = async (
  transaction: Transaction,
  batchId: string,
  printing: LetterPrinting,
): Promise<LettersToPrint> => {
  const { desk, clock } = printing;
  await desk.close(transaction, batchId, clock.now());
  const inBatch = await desk.lettersIn(transaction, batchId);
  if (inBatch.length === 0) return { letters: [], units: [] };
  const composition = { ...printing, database: transaction };
  const notices = inBatch.map(({ notice }) => notice);
  const known = await readKnown({ leaseId: batchId, notices, alerts: [], count: notices.length }, composition);

  const results = new BatchResults('letter');
  const ready = inBatch.flatMap((letter) => readyIn(letter, known, results));
  const letters = [...Map.groupBy(ready, ({ notice }) => notice.companionKey ?? notice).values()].map(
    ([first, ...others]) => composeLetter([first!, ...others], known, composition),
  );
  await desk.keepPrinted(
    transaction,
    clock.now(),
    ready.map(({ notice: { noticeId, guardianId } }) => ({
      noticeId,
      handedOver: known.people.get(guardianId)?.postalAddress === undefined,
    })),
  );
  const unit = results.unit(clock.now());
  return { letters, units: unit ? [unit] : [] };
};

const readyIn = ({ status, notice }: LetterInBatch, known: Known, results: BatchResults): ReadyNotice[] => {
  const readiness = readinessOf(notice, known, everybody);
  if (!('impossible' in readiness) && known.people.has(notice.guardianId)) return [readiness];
  if (status === 'waiting') results.undeliverable(notice, 'not-entitled', readiness.restrictedStudentIds);
  return [];
};
