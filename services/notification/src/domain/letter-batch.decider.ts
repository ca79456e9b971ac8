import type { FactOf, LettersPosted } from '@sightline/contracts';
import { refuse, unchanged, type Decider, type Decision } from '@sightline/decider';
import { chunksOf } from './event-chunks.js';

export type LetterBatchFact = FactOf<LettersPosted>;

export interface LetterBatchState {
  /** Notices that were stated to be posted. */
  readonly posted: ReadonlySet<string>;
}

/** The office states that the letters of a batch were given to the post, or into the reader's hand. Dates are `YYYY-MM-DD`. */
export interface RecordLettersPosted {
  readonly command: 'recordLettersPosted';
  readonly batchId: string;
  readonly buildingId: string | null;
  readonly postedOn: string;
  /** Null while nobody has printed it. */
  readonly printedOn: string | null;
  readonly today: string;
  readonly noticeIds: readonly string[];
}

export type LetterBatchRefusal =
  'letters-not-printed' | 'no-letters-posted' | 'posted-before-printed' | 'posted-in-the-future';

const decide = (
  { batchId, buildingId, postedOn, printedOn, today, noticeIds }: RecordLettersPosted,
  { posted }: LetterBatchState,
): Decision<LetterBatchFact, LetterBatchRefusal> => {
  const news = [...new Set(noticeIds)].filter((noticeId) => !posted.has(noticeId));
  if (news.length === 0 && posted.size > 0) return unchanged;
  if (printedOn === null)
    return refuse({
      refused: 'letters-not-printed',
      clause: 'C6',
      detail: 'Nobody has printed these letters yet.',
      remedy: 'Open the file of the batch, print it, and say then when it was posted.',
    });
  if (news.length === 0)
    return refuse({
      ...{ refused: 'no-letters-posted', clause: 'C6', field: 'except' },
      detail: 'Every letter of this batch is said not to have been posted, or was withheld.',
      remedy: 'Say it when some were posted or handed over.',
    });
  const field = 'postedOn';
  if (postedOn > today)
    return refuse({
      ...{ refused: 'posted-in-the-future', clause: 'C6', field },
      detail: 'A day that is still to come proves nothing.',
      remedy: 'Say it when the letters have been posted.',
    });
  if (postedOn < printedOn)
    return refuse({
      ...{ refused: 'posted-before-printed', clause: 'C6', field },
      detail: `The letters were printed on ${printedOn}.`,
      remedy: 'Give the day on which they were posted.',
    });
  return chunksOf(news).map((chunk): LetterBatchFact => ({
    type: 'sightline.notification.letters-posted.v1',
    data: { batchId, buildingId, postedOn, noticeIds: chunk },
  }));
};

/** A batch of printed letters: posting is stated once, after printing, by a person (C6). */
export const letterBatchDecider: Decider<LetterBatchState, RecordLettersPosted, LetterBatchFact, LetterBatchRefusal> = {
  initialState: { posted: new Set() },
  evolve: ({ posted }, { data }) => ({ posted: new Set([...posted, ...data.noticeIds]) }),
  decide,
};
