import type { EventEnvelope } from '../envelope.js';

/**
 * The office of a building states that it gave these printed notices to the post, or into the reader's hand: they count
 * as told (C6). At most 500 an event; who states it is the actor. Subject `letter-batch/<batchId>`.
 */
export type LettersPosted = EventEnvelope<
  'sightline.notification.letters-posted.v1',
  {
    readonly batchId: string;
    /** Null where the roster names no building. */
    readonly buildingId: string | null;
    /** `YYYY-MM-DD`, in the district's time zone. */
    readonly postedOn: string;
    readonly noticeIds: readonly string[];
  }
>;

export type LetterEvent = LettersPosted;
