import type { RoundFact } from './round.js';

export const roundRules = [
  'opened-once',
  'one-outcome',
  'known-task',
  'decided-once',
  'no-party',
  'by-a-candidate',
  'four-eyes',
  'chain-told',
  'findings-met',
  'outcome-founded',
] as const;
export type RoundRule = (typeof roundRules)[number];

/** A fact of a round that one of its rules does not allow. */
export interface RoundBreach {
  readonly rule: RoundRule;
  readonly clause: 'C3' | 'C5';
  /** Place of the fact in the stream, from 0. */
  readonly at: number;
}

interface Decided {
  /** Whoever decided, and whoever had delegated to them. */
  readonly people: readonly string[];
  readonly outcome: string;
}
interface Task {
  candidateIds: readonly string[];
  delegateId: string | null;
  delegatedByIds: readonly string[];
  decided: Decided | undefined;
}
type Opened = Extract<RoundFact, { type: 'sightline.approval.round-opened.v1' }>['data'];
type TaskDecided = Extract<RoundFact, { type: 'sightline.approval.task-decided.v1' }>['data'];

/**
 * Holds a round's history against its rules once more, without the decider that made it: what it returns should be empty
 * for every stream there is. For replay and audit; pure.
 */
export const breachesOf = (facts: readonly RoundFact[]): readonly RoundBreach[] => new RoundProof().of(facts);

class RoundProof {
  private readonly breaches: RoundBreach[] = [];
  private readonly tasks = new Map<string, Task>();
  private opened: Opened | undefined;
  private ended = false;
  private at = 0;

  of(facts: readonly RoundFact[]): readonly RoundBreach[] {
    for (const [at, fact] of facts.entries()) {
      this.at = at;
      this.take(fact);
    }
    return this.breaches;
  }

  private demand(holds: boolean, rule: RoundRule, clause: 'C3' | 'C5' = 'C3'): void {
    if (!holds) this.breaches.push({ rule, clause, at: this.at });
  }

  private take(fact: RoundFact): void {
    const opens = fact.type === 'sightline.approval.round-opened.v1';
    this.demand(opens ? this.opened === undefined : this.opened !== undefined, 'opened-once');
    this.demand(!this.ended, 'one-outcome');
    switch (fact.type) {
      case 'sightline.approval.round-opened.v1':
        return this.open(fact.data);
      case 'sightline.approval.task-decided.v1':
        return this.decide(fact.data);
      case 'sightline.approval.task-delegated.v1':
        return this.move(fact.data, { ...fact.data, delegateId: fact.data.toId });
      case 'sightline.approval.task-delegation-revoked.v1':
      case 'sightline.approval.task-reassigned.v1':
        return this.move(fact.data, { ...fact.data, delegateId: fact.data.assigneeId });
      case 'sightline.approval.task-escalated.v1':
        return this.move(fact.data, { candidateIds: fact.data.candidateIds });
      case 'sightline.approval.task-claimed.v1':
        return this.demand(this.candidatesOf(fact.data).includes(fact.data.assigneeId), 'by-a-candidate');
      case 'sightline.approval.task-returned-to-pool.v1':
      case 'sightline.approval.task-reminded.v1':
        return this.move(fact.data, {});
      case 'sightline.approval.task-commented.v1':
        return this.demand(this.candidatesOf(fact.data).includes(fact.data.by), 'by-a-candidate');
      case 'sightline.approval.round-approved.v1':
        return this.end(this.allSay('approve') && this.saidBy(fact.data.deciderIds));
      case 'sightline.approval.round-denied.v1':
        return this.end(this.says('deny', fact.data.deciderId));
      case 'sightline.approval.round-returned.v1':
        return this.end(this.says('return', fact.data.deciderId));
      case 'sightline.approval.review-decided.v1': {
        const { outcome, deciderIds } = fact.data;
        return this.end(outcome === 'keep' ? this.allSay('keep') : deciderIds.some((id) => this.says(outcome, id)));
      }
      case 'sightline.approval.round-closed.v1':
        return this.end(true);
    }
  }

  private open(data: Opened): void {
    this.opened = data;
    for (const { taskId, candidateIds } of data.tasks) {
      this.demand(!candidateIds.some((id) => this.isParty(id)), 'no-party');
      this.tasks.set(taskId, { candidateIds, delegateId: null, delegatedByIds: [], decided: undefined });
    }
    for (const { taskId, deciderId } of data.carried ?? []) {
      const task = this.tasks.get(taskId);
      this.demand(!!task, 'known-task');
      if (task) this.record(task, [deciderId], 'approve');
    }
  }

  private decide(data: TaskDecided): void {
    const { taskId, deciderId, outcome, review, delegatedByIds = [] } = data;
    const task = this.tasks.get(taskId);
    this.demand(!!task, 'known-task');
    if (!task) return;
    this.demand(!task.decided, 'decided-once');
    this.demand(task.candidateIds.includes(deciderId), 'by-a-candidate');
    const told = task.delegateId !== deciderId || task.delegatedByIds.every((id) => delegatedByIds.includes(id));
    this.demand(told, 'chain-told');
    const phone = this.opened?.kind === 'personal-phone' && (this.opened.about ?? 'request') === 'request';
    const met = !!data.findings && Object.values(data.findings).every(Boolean);
    this.demand(!phone || outcome !== 'approve' || met, 'findings-met', 'C5');
    this.record(task, [deciderId, ...delegatedByIds], review ?? outcome);
  }

  private record(task: Task, people: readonly string[], outcome: string): void {
    const others = [...this.tasks.values()]
      .filter((other) => other !== task)
      .flatMap(({ decided }) => decided?.people ?? []);
    this.demand(!people.some((id) => this.isParty(id)), 'no-party');
    this.demand(!people.some((id) => others.includes(id)), 'four-eyes');
    task.decided = { people, outcome };
  }

  private move({ taskId }: { readonly taskId: string }, change: Partial<Omit<Task, 'decided'>>): void {
    const task = this.tasks.get(taskId);
    this.demand(!!task && !task.decided, 'known-task');
    if (!task) return;
    const { candidateIds, delegateId, delegatedByIds } = { ...task, ...change };
    this.demand(!candidateIds.some((id) => this.isParty(id)), 'no-party');
    Object.assign(task, { candidateIds, delegateId, delegatedByIds });
  }

  private end(founded: boolean): void {
    this.demand(founded, 'outcome-founded');
    this.ended = true;
  }

  private isParty(id: string): boolean {
    const { requesterId, partyIds, asked } = this.opened ?? {};
    return id === requesterId || !!partyIds?.includes(id) || !!asked?.studentIds.includes(id);
  }

  private candidatesOf({ taskId }: { readonly taskId: string }): readonly string[] {
    return this.tasks.get(taskId)?.candidateIds ?? [];
  }

  private get decisions(): readonly (Decided | undefined)[] {
    return [...this.tasks.values()].map(({ decided }) => decided);
  }

  private allSay(outcome: string): boolean {
    return this.decisions.length > 0 && this.decisions.every((decided) => decided?.outcome === outcome);
  }

  private says(outcome: string, personId: string | undefined): boolean {
    return this.decisions.some((decided) => decided?.outcome === outcome && decided.people[0] === personId);
  }

  private saidBy(deciderIds: readonly string[]): boolean {
    const said = this.decisions.flatMap((decided) => decided?.people[0] ?? []);
    return said.length === deciderIds.length && said.every((id) => deciderIds.includes(id));
  }
}
