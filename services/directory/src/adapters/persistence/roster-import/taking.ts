import type { Transaction } from '@sightline/event-store';
import type { ReadRoster } from '../../../application/ports.js';
import type { Problems } from './problems.js';

/** Staged rows on their way into the roster: where, what their source said of them, and who is told what cannot be taken. */
export interface Taking {
  readonly transaction: Transaction;
  readonly problems: Problems;
  readonly read: ReadRoster;
  /** The date in the district's time zone. */
  readonly today: string;
  /** It is the roster of a new school year. */
  readonly rollover: boolean;
}

export const nobody = 'Nobody on the roster has this sourcedId.';
export const isThere = (column: string): string =>
  `exists (select 1 from people where sourced_id = s.${column} and active)`;
