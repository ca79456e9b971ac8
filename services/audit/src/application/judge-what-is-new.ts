import { policyVersions } from '@sightline/policy';
import type { Transaction } from '@sightline/event-store';
import { judgeCase, judgedTypes, type CaseJudgement, type Known, type ProveRound } from '../domain/index.js';
import { publishedPolicyIds, readCases } from '../read-models/ledger/cases.queries.js';
import type { JudgementStore } from './ports.js';

export interface Judging {
  readonly store: JudgementStore;
  readonly proveRound: ProveRound;
  now(): Date;
}

/** Events of the ledger that are looked through at a time, and cases that are judged at a time. */
const eventsAtATime = 5_000;
const casesAtATime = 200;

export async function knownUpTo(database: Parameters<typeof publishedPolicyIds>[0], size: number): Promise<Known> {
  const ids = [...policyVersions.map(({ id }) => id), ...(await publishedPolicyIds(database, size))];
  return { policyVersions: new Set(ids.map((id) => id.toLowerCase())) };
}

/**
 * Judges each case in which something happened since the last look, and each in which something has become due. One
 * replica at a time does it. @returns whether there was anything to do
 */
export const judgeWhatIsNew =
  ({ store, proveRound, now }: Judging) =>
  async (transaction: Transaction): Promise<boolean> => {
    const at = now();
    const found = await store.claim(transaction, judgedTypes, at, { eventsAtATime, casesAtATime });
    if (!found) return false;
    const { caseIds, size } = found;
    const known = await knownUpTo(transaction, size);
    for (let first = 0; first < caseIds.length; first += casesAtATime) {
      const part = caseIds.slice(first, first + casesAtATime);
      const events = Map.groupBy(await readCases(transaction, part, judgedTypes, size), ({ caseId }) => caseId);
      const judgements = part.map((caseId): [string, CaseJudgement] => [
        caseId,
        judgeCase(
          (events.get(caseId) ?? []).map(({ event }) => event),
          at.toISOString(),
          known,
          proveRound,
        ),
      ]);
      await store.keep(transaction, judgements);
    }
    await store.reached(transaction, size);
    return true;
  };
