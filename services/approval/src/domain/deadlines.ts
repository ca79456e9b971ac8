import { addDaysToMoment, type PolicyVersion } from '@sightline/policy';

export interface Deadline {
  readonly kind: 'reminder' | 'step';
  /** 1 for the first of its kind. */
  readonly number: number;
  /** RFC 3339, UTC. */
  readonly at: string;
}

/** Every reminder and every step up of a task that is due at `dueAt`, in the order in which they come. */
export const deadlinesOf = ({ settings: { tasks } }: PolicyVersion, dueAt: string): readonly Deadline[] => {
  const openedAt = addDaysToMoment(dueAt, -tasks.dueAfterDays);
  return [
    ...tasks.remindAfterDays.map((days, index) => ({
      ...{ kind: 'reminder' as const, number: index + 1, at: addDaysToMoment(openedAt, days) },
    })),
    ...tasks.escalation.map(({ afterDays }, index) => ({
      ...{ kind: 'step' as const, number: index + 1, at: addDaysToMoment(dueAt, afterDays) },
    })),
  ].sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
};

/** When the next reminder or step up comes after `now`; null when silence has nothing left to bring about. */
export const nextDeadline = (policy: PolicyVersion, dueAt: string, now: string): string | null =>
  deadlinesOf(policy, dueAt).find(({ at }) => at > now)?.at ?? null;
