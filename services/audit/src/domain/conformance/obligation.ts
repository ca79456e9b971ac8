import type { EventOfType, SightlineEventType } from '@sightline/contracts';
import type { ClauseId } from '@sightline/policy';
import type { CaseFacts } from './case-facts.js';

/** One thing that an event makes due. */
export interface Owed {
  /** What exactly: a student, a guardian, a round; one of a kind within the obligation and the case. */
  readonly key: string;
  /** From when the time runs, RFC 3339; the event's own time unless said otherwise. */
  readonly from?: string;
}
/** What an event settles. */
export interface Settled {
  readonly key: string;
  /** When, RFC 3339; the event's own time unless said otherwise. */
  readonly at?: string;
}

export interface Settlement {
  readonly type: SightlineEventType;
  /** `waived`: what was due is due no longer. */
  readonly as: 'met' | 'waived';
  settles(event: never, facts: CaseFacts): readonly Settled[];
}

/** What must follow a decision, from whom it is owed to, and until when: data beside the event types. */
export interface Obligation {
  readonly id: string;
  readonly clause: ClauseId;
  /** For people who read the report. */
  readonly words: string;
  readonly on: SightlineEventType;
  readonly withinHours: number;
  owes(event: never, facts: CaseFacts): readonly Owed[];
  readonly settledBy: readonly Settlement[];
}

export const obligation = <Type extends SightlineEventType>(
  declared: Omit<Obligation, 'on' | 'owes'> & {
    readonly on: Type;
    owes(event: EventOfType<Type>, facts: CaseFacts): readonly Owed[];
  },
): Obligation => declared as unknown as Obligation;

const settlement =
  (as: Settlement['as']) =>
  <Type extends SightlineEventType>(
    type: Type,
    settles: (event: EventOfType<Type>, facts: CaseFacts) => readonly (Settled | string)[],
  ): Settlement => ({
    type,
    as,
    settles: (event: EventOfType<Type>, facts: CaseFacts) =>
      settles(event, facts).map((settled) => (typeof settled === 'string' ? { key: settled } : settled)),
  });

export const metBy = settlement('met');
export const waivedBy = settlement('waived');

/** One thing owed under one key. */
export const one = (key: string, from?: string): readonly Owed[] => [from === undefined ? { key } : { key, from }];
