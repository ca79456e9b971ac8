import type { ClauseId } from '@sightline/policy';
import type { CaseJudgement } from './judge-case.js';

/** How often an obligation was kept or a rule broken. */
export interface Counts {
  readonly name: string;
  readonly clause: ClauseId;
  readonly met: number;
  readonly late: number;
  readonly missing: number;
  readonly waived: number;
  readonly open: number;
  readonly breaches: number;
}

const none = { met: 0, late: 0, missing: 0, waived: 0, open: 0, breaches: 0 };

/** By obligation and rule; those that a case says nothing about are left out. */
export function countJudgement({ duties, breaches }: CaseJudgement): Counts[] {
  const counts = new Map<string, Counts>();
  const add = (name: string, clause: ClauseId, what: keyof typeof none): void => {
    // A clause may be named by a rule that serves several (C3, C5).
    const key = `${name} ${clause}`;
    const before = counts.get(key) ?? { name, clause, ...none };
    counts.set(key, { ...before, [what]: before[what] + 1 });
  };
  for (const { obligation, clause, status } of duties) add(obligation, clause, status);
  for (const { rule, clause } of breaches) add(rule, clause, 'breaches');
  return [...counts.values()];
}

/** When a case must be looked at again although nothing happens in it; null when nothing is open. RFC 3339, UTC. */
export const nextDue = ({ duties }: CaseJudgement): string | null =>
  duties
    .filter(({ status }) => status === 'open')
    .reduce<string | null>((first, { due }) => (first === null || due < first ? due : first), null);
