import type { Transaction } from '@sightline/event-store';
import type { RosterSay } from './hold-relations.js';
import { bringRosterTo } from './roster-as-of.js';
import { findRosterChanges, keepWhatWasTold } from './roster-changes.js';
import { tellChanges, type TellingContext } from './tell-changes.js';

/** Tells whatever of the roster differs from what was told, without any import. @returns how many facts */
export async function retellRoster(
  transaction: Transaction,
  today: string,
  say: RosterSay,
  context: TellingContext,
): Promise<number> {
  await bringRosterTo(transaction, today, say);
  await findRosterChanges(transaction);
  const told = await tellChanges(transaction, context);
  await keepWhatWasTold(transaction, today);
  return told;
}
