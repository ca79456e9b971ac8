import type { Decision } from '@sightline/decider';
import { isRefusal } from '@sightline/decider';
import type { ConfidentialRecord } from './confidential-record.js';
import type { Projection } from './row-projection.js';
import { together } from './pipelining.js';
import type { SendLast, Transaction } from './transaction.js';
import { failpoint } from './failpoints.js';
import { appendStaged, keepWords } from './append-staged.js';
import { newId } from './new-id.js';
import { findKeptAnswers, keepAnswers } from './kept-answers.js';
import { lockSubjects, releaseSubjects } from './lock-subjects.js';
import type { Fact, StagedEvent, SubjectState, UnitOfWork, UnitResult } from './unit-of-work.js';

export interface UnitExecution {
  readonly projections: readonly Projection[];
  /** Takes the append, so that it travels with the commit; without it the append is waited for. */
  readonly sendLast?: SendLast;
}

export interface ExecutedBatch {
  /** One result a unit, in the order given. */
  readonly results: readonly UnitResult[];
  /** How many events were appended; nothing to announce when 0. */
  readonly appended: number;
}

/**
 * Runs many units inside an open transaction and never opens or ends one (design §3). In order: the kept answers, the
 * subjects' rows locked in key order, each unit's verdict (a refused unit leaves nothing behind and does not disturb
 * the others), projections in key order, then `log_head`, last, with the events. The number of statements does not
 * depend on the number of units.
 */
export async function executeUnits(
  transaction: Transaction,
  units: readonly UnitOfWork[],
  { projections, sendLast }: UnitExecution,
): Promise<ExecutedBatch> {
  const results = new Array<UnitResult | undefined>(units.length);
  const [, { states: subjects, claimed }] = await together(
    findKeptAnswers(transaction, units, results),
    lockSubjects(
      transaction,
      units.flatMap(({ commands }) => commands),
    ),
  );
  const pending = units.map((unit, index) => ({ unit, index })).filter(({ index }) => results[index] === undefined);

  const staged: StagedEvent[] = [];
  const accepted: { unit: UnitOfWork; answer: unknown }[] = [];
  const words: ConfidentialRecord[] = [];
  const answered = new Map<string, { bodyHash: string; answer: unknown }>();
  for (const { unit, index } of pending) {
    const key = unit.idempotency && JSON.stringify([unit.idempotency.scope, unit.idempotency.key]);
    const first = key === undefined ? undefined : answered.get(key);
    if (first) {
      results[index] =
        first.bodyHash === unit.idempotency!.bodyHash
          ? { outcome: 'repeated', answer: first.answer }
          : { outcome: 'key-reused' };
      continue;
    }
    const verdict = decideUnit(unit, subjects);
    if ('refusal' in verdict) {
      results[index] = { outcome: 'refused', refusal: verdict.refusal };
      continue;
    }
    for (const [subject, after] of verdict.after) subjects.set(subject, after);
    staged.push(...verdict.events);
    const answer = unit.answer(verdict.events);
    accepted.push({ unit, answer });
    words.push(...referredTo(unit.words ?? [], verdict.events));
    if (key !== undefined) answered.set(key, { bodyHash: unit.idempotency!.bodyHash, answer });
    results[index] = { outcome: 'accepted', answer, events: verdict.events };
  }

  const changed = new Set(staged.map(({ subject }) => subject));
  await together(
    releaseSubjects(
      transaction,
      [...claimed].filter((subject) => !changed.has(subject)),
    ),
    ...projections.map((projection) => {
      const relevant = staged.filter((event) => projection.types.has(event.type));
      return relevant.length > 0 ? projection.apply(transaction, relevant) : nothing;
    }),
    keepAnswers(transaction, accepted),
    keepWords(transaction, words),
  );
  failpoint('append.before-log-head');
  const appended = appendStaged(transaction, staged);
  if (sendLast) sendLast(appended);
  else await appended;
  return { results: results as UnitResult[], appended: staged.length };
}

const nothing: Promise<void> = Promise.resolve();

/** Words that no event commits to would stay for good and mean nothing: they are not kept. */
function referredTo(words: readonly ConfidentialRecord[], events: readonly StagedEvent[]): ConfidentialRecord[] {
  if (words.length === 0) return [];
  const facts = JSON.stringify(events.map(({ data }) => data));
  return words.filter(({ recordId }) => facts.includes(JSON.stringify(recordId)));
}

type Verdict =
  | { readonly refusal: Extract<UnitResult, { outcome: 'refused' }>['refusal'] }
  | { readonly events: readonly StagedEvent[]; readonly after: ReadonlyMap<string, SubjectState> };

function decideUnit(unit: UnitOfWork, subjects: ReadonlyMap<string, SubjectState>): Verdict {
  const after = new Map<string, SubjectState>();
  const events: StagedEvent[] = [];
  const earlier: Fact[] = [];
  for (const { subject, decider, command, context, onlyWhen } of unit.commands) {
    if (onlyWhen && !onlyWhen(earlier)) continue;
    const before = after.get(subject) ?? subjects.get(subject)!;
    const decision: Decision<Fact> = decider.decide(command, before.state);
    if (isRefusal(decision)) return { refusal: decision };
    let { state, version } = before;
    for (const fact of decision) {
      state = decider.evolve(state, fact);
      version += 1;
      earlier.push(fact);
      events.push({
        id: newId(),
        type: fact.type,
        subject,
        subjectversion: version,
        time: context.time.toISOString(),
        data: fact.data,
        correlationid: context.correlationId,
        causationid: context.causationId,
        actor: context.actor,
        policyversion: context.policyVersion,
        partitionkey: context.partitionKey,
        ...(context.traceparent === undefined ? {} : { traceparent: context.traceparent }),
      });
    }
    after.set(subject, { state, version });
  }
  return { events, after };
}
