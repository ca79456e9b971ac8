import { OwnerUnavailable } from '@sightline/contracts';
import type { ParkedEventsSource, ParkedEventSummary, Resumed } from '@sightline/service-kit';

/** What all services have parked, as one list. */
export interface ParkedEventsPage {
  readonly items: readonly ParkedEventSummary[];
  /** Services that did not answer: what they have parked is missing from this list. */
  readonly unavailable: readonly string[];
}

const isUnavailable = (error: unknown): error is OwnerUnavailable => error instanceof OwnerUnavailable;

/** One question to every service. Their ids are in order of time, so that one id says where the next page of all of them begins. */
export class ParkedEventsOfAll {
  constructor(private readonly sources: readonly ParkedEventsSource[]) {}

  /** Oldest first; a service that is down does not hide what the others have parked. */
  async list(limit: number, afterId: string | undefined): Promise<ParkedEventsPage> {
    const answers = await Promise.all(
      this.sources.map((source) => source.list(limit, afterId).catch(unavailableOf(source.service))),
    );
    const items = answers.flatMap((answer) => (typeof answer === 'string' ? [] : [...answer]));
    return {
      items: items.sort((left, right) => (left.id < right.id ? -1 : 1)).slice(0, limit),
      unavailable: answers.flatMap((answer) => (typeof answer === 'string' ? [answer] : [])),
    };
  }

  /**
   * @returns undefined when no service has parked such an event
   * @throws OwnerUnavailable when none of those that answer has it, and not all answer
   */
  async resume(id: string, actor: string): Promise<Resumed | undefined> {
    const answers = await Promise.allSettled(this.sources.map((source) => source.resume(id, actor)));
    for (const answer of answers) if (answer.status === 'fulfilled' && answer.value) return answer.value;
    for (const answer of answers) if (answer.status === 'rejected') throw answer.reason;
    return undefined;
  }
}

/** @returns the service's name in place of its answer; throws on what is no outage */
const unavailableOf =
  (service: string) =>
  (error: unknown): string => {
    if (!isUnavailable(error)) throw error;
    return service;
  };
