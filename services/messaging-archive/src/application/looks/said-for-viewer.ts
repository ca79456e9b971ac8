import { addDays, mayAccess } from '@sightline/policy';
import { dateInZone } from '@sightline/service-kit';
import type { SaidAbout } from '../../read-models/message-records/said-about.queries.js';
import type { Caller, MessageRow } from '../../read-models/messages/visible-messages.queries.js';
import { seenAsFamily } from './message-masking.js';

/** Days from arrival within which the custodian has looked at an attachment. */
const reviewDays = 10;

/** What one viewer hears of what was said about a message. */
export interface SaidFor extends Pick<SaidAbout, 'dispute' | 'contests' | 'holds'> {
  /** What a family gets of an attachment. */
  readonly attachment: (attachmentId: string) => {
    readonly status: 'open' | 'in-review' | 'withheld';
    readonly until: string | null;
  };
}

/** A family hears of its own statements alone, and of no hold (C9). */
export function saidForViewer(caller: Caller, row: MessageRow, said: SaidAbout | undefined, timeZone: string): SaidFor {
  const held = new Set(row.relations);
  const until = addDays(dateInZone(row.received_at, timeZone), reviewDays);
  return {
    dispute: said?.dispute ?? null,
    contests: (said?.contests ?? []).filter(
      ({ contestedById }) =>
        contestedById === caller.personId || (!seenAsFamily(row) && mayAccess('message-contest', 'read', held)),
    ),
    holds: !seenAsFamily(row) && mayAccess('safety-hold', 'read', held) ? (said?.holds ?? []) : [],
    attachment(attachmentId) {
      const outcome = said?.reviews[attachmentId];
      if (outcome === undefined) return { status: 'in-review', until };
      return { status: outcome === 'released' ? 'open' : 'withheld', until: null };
    },
  };
}
