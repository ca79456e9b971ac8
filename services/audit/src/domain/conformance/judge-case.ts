import type { EventEnvelope } from '@sightline/contracts';
import type { ClauseId } from '@sightline/policy';
import { CaseFacts } from './case-facts.js';
import type { Obligation, Settled, Settlement } from './obligation.js';
import { obligations } from './obligations.js';
import { rules, type Known } from './rules.js';

/** `open`: due, and there is still time. */
export type DutyStatus = 'met' | 'late' | 'missing' | 'waived' | 'open';

export interface Duty {
  readonly obligation: string;
  readonly clause: ClauseId;
  readonly status: DutyStatus;
  readonly key: string;
  /** The decision that made it due. */
  readonly eventId: string;
  /** RFC 3339, UTC. */
  readonly due: string;
  readonly settledAt: string | null;
  readonly settledBy: string | null;
}
export interface Breach {
  readonly rule: string;
  readonly clause: ClauseId;
  readonly eventIds: readonly string[];
}
export interface CaseJudgement {
  readonly duties: readonly Duty[];
  readonly breaches: readonly Breach[];
}

/** Breaches of an approval round, found by the rules of whoever decides rounds. */
export type ProveRound = (
  facts: readonly EventEnvelope[],
) => readonly { readonly rule: string; readonly clause: ClauseId; readonly at: number }[];

const hourMs = 3_600_000;

/** The first that settles each key of an obligation. */
function settlementsOf(
  { settledBy }: Obligation,
  facts: CaseFacts,
): Map<string, { readonly event: EventEnvelope; readonly at: string; readonly as: Settlement['as'] }> {
  const settled = new Map<string, { event: EventEnvelope; at: string; as: Settlement['as'] }>();
  for (const { type, as, settles } of settledBy)
    for (const event of facts.of(type))
      for (const { key, at = event.time } of (settles as (event: EventEnvelope, facts: CaseFacts) => Settled[])(
        event,
        facts,
      )) {
        const before = settled.get(key);
        const sooner = !before || (before.as === as ? at < before.at : as === 'met');
        if (sooner) settled.set(key, { event, at, as });
      }
  return settled;
}

/**
 * Holds one case against every obligation and every rule; the order in which its events are given does not matter.
 * @param now RFC 3339, UTC: what is not settled is missing once its time is over
 */
export function judgeCase(
  events: readonly EventEnvelope[],
  now: string,
  known: Known,
  proveRound: ProveRound,
): CaseJudgement {
  const facts = new CaseFacts(events);
  const duties = obligations.flatMap((declared): Duty[] => {
    const settled = settlementsOf(declared, facts);
    return facts.of(declared.on).flatMap((event) =>
      (declared.owes(event as never, facts) as readonly { key: string; from?: string }[]).map(
        ({ key, from = event.time }): Duty => {
          const due = new Date(Date.parse(from) + declared.withinHours * hourMs).toISOString();
          const by = settled.get(key);
          const open = now <= due ? 'open' : 'missing';
          return {
            ...{ obligation: declared.id, clause: declared.clause, key, eventId: event.id, due },
            status: by ? (by.as === 'waived' ? 'waived' : by.at <= due ? 'met' : 'late') : open,
            settledAt: by?.at ?? null,
            settledBy: by?.event.id ?? null,
          };
        },
      ),
    );
  });
  const breaches = rules.flatMap(({ id, clause, find }) =>
    find(facts, known).map((broken): Breach => ({ rule: id, clause, eventIds: broken.map((event) => event.id) })),
  );
  return { duties, breaches: [...breaches, ...roundBreaches(facts, proveRound)] };
}

/** Each round is a stream of its own; its versions say in which order its facts were decided. */
function roundBreaches({ events }: CaseFacts, proveRound: ProveRound): Breach[] {
  const rounds = Map.groupBy(
    events.filter(({ subject }) => subject.startsWith('round/')),
    ({ subject }) => subject,
  );
  return [...rounds.values()].flatMap((round) => {
    const inOrder = round.toSorted((left, right) => left.subjectversion - right.subjectversion);
    return proveRound(inOrder).map(({ rule, clause, at }) => ({
      rule: `round/${rule}`,
      clause,
      eventIds: [inOrder[at]!.id],
    }));
  });
}
