import {
  OwnerUnavailable,
  type AuthorizationEnded,
  type AuthorizationParticipantsChanged,
  type ConsequenceOwners,
  type EventEnvelope,
  type NoticesOpened,
  type RosterOfAuthorization,
  type SupposedEvent,
  type TaskReassigned,
} from '@sightline/contracts';
import type { FollowUp } from '../domain/index.js';

/** What an import would tell, as far as it concerns somebody; asked in parts, so that no import is held in memory. */
export interface SupposedFacts {
  /** False when nothing was on the roster before: nothing can follow. */
  canConcernAnybody(): Promise<boolean>;
  /** Facts about these people and groups, and about whoever joins those groups. */
  about(personIds: readonly string[], groupIds: readonly string[]): Promise<readonly SupposedEvent[]>;
  /** Facts about who works here, some at a time. */
  ofStaff(): AsyncIterable<readonly SupposedEvent[]>;
}

interface EndingAuthorization {
  readonly authorizationId: string;
  /** The change of the roster that ends it, and the clause; null when its last day is past. */
  readonly change: string | null;
  readonly clause: string | null;
  readonly links: { readonly authorization: string };
}

/** As a report shows it. */
export type Consequences =
  | {
      readonly status: 'known';
      readonly authorizationsEnding: { readonly count: number; readonly items: readonly EndingAuthorization[] };
      readonly authorizationsToReview: { readonly count: number };
      readonly participantsJoining: { readonly count: number };
      readonly participantsLeaving: { readonly count: number };
      readonly noticesToSend: { readonly count: number };
      readonly tasksReassigned: { readonly count: number };
    }
  | { readonly status: 'unknown'; readonly owner: string };

/** More of them are counted and not listed. */
const itemsMax = 50;

class Tally {
  private readonly ending: EndingAuthorization[] = [];
  private readonly tasks = new Set<string>();
  private counts = { ending: 0, reviews: 0, joining: 0, leaving: 0, notices: 0 };

  addAuthorizations(events: readonly SupposedEvent[]): void {
    for (const event of events as readonly EventEnvelope[])
      switch (event.type) {
        case 'sightline.exception-request.authorization-ended.v1':
          this.addEnd((event as AuthorizationEnded).data);
          break;
        case 'sightline.exception-request.authorization-participants-changed.v1': {
          const { joined, left } = (event as AuthorizationParticipantsChanged).data;
          this.counts.joining += joined.length;
          this.counts.leaving += left.length;
          break;
        }
        case 'sightline.exception-request.authorization-review-requested.v1':
          this.counts.reviews += 1;
          break;
        default:
          break;
      }
  }

  addNotices(events: readonly SupposedEvent[]): void {
    for (const event of events as readonly EventEnvelope[])
      if (event.type === 'sightline.notification.notices-opened.v1')
        this.counts.notices += (event as NoticesOpened).data.notices.length;
  }

  addTasks(events: readonly SupposedEvent[]): void {
    for (const event of events as readonly EventEnvelope[])
      if (event.type === 'sightline.approval.task-reassigned.v1') this.tasks.add((event as TaskReassigned).data.taskId);
  }

  private addEnd({ authorizationId, cause }: AuthorizationEnded['data']): void {
    this.counts.ending += 1;
    if (this.ending.length < itemsMax)
      this.ending.push({
        ...{ authorizationId, change: cause?.change ?? null, clause: cause?.clause ?? null },
        links: { authorization: `/api/v1/authorizations/${authorizationId}` },
      });
  }

  result(): Extract<Consequences, { status: 'known' }> {
    const { ending, reviews, joining, leaving, notices } = this.counts;
    return {
      status: 'known',
      authorizationsEnding: { count: ending, items: this.ending },
      authorizationsToReview: { count: reviews },
      participantsJoining: { count: joining },
      participantsLeaving: { count: leaving },
      noticesToSend: { count: notices },
      tasksReassigned: { count: this.tasks.size },
    };
  }
}

/** Whatever keeps an owner from answering, the import knows no more than that it did not. @throws OwnerUnavailable */
const ask = async <Answer>(owner: string, question: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await question();
  } catch (error) {
    throw error instanceof OwnerUnavailable ? error : new OwnerUnavailable(owner, { cause: error });
  }
};

/**
 * What would follow from an import (C3, C4, C5, C6, C9): the owners of authorizations, notices and tasks are told its facts
 * and answer what they would do. One live authorization after another, each with all that concerns it.
 */
export async function reckonConsequences(
  facts: SupposedFacts,
  { authorizations, notices, tasks }: ConsequenceOwners,
  onUnavailable: (error: unknown) => void,
): Promise<Consequences> {
  const tally = new Tally();
  try {
    if (!(await facts.canConcernAnybody())) return tally.result();
    let after: string | null = null;
    for (;;) {
      const last: string | null = after;
      const live: readonly RosterOfAuthorization[] = await ask('exception-request', () =>
        authorizations.liveAuthorizations(last),
      );
      if (live.length === 0) break;
      after = live.at(-1)!.authorizationId;
      const about = await facts.about(
        [...new Set(live.flatMap(({ personIds }) => personIds))],
        [...new Set(live.flatMap(({ groupId }) => groupId ?? []))],
      );
      if (about.length === 0) continue;
      // A student's facts concern every authorization of that student: each is counted with its own part alone.
      const ids = new Set(live.map(({ authorizationId }) => authorizationId));
      const ofThese = (events: readonly SupposedEvent[]): SupposedEvent[] =>
        events.filter(({ data }) => ids.has((data as { readonly authorizationId?: string }).authorizationId ?? ''));
      const said = ofThese(await ask('exception-request', () => authorizations.foretell(about)));
      tally.addAuthorizations(said);
      tally.addNotices(ofThese(await ask('notification', () => notices.foretell([...about, ...said]))));
    }
    for await (const some of facts.ofStaff()) tally.addTasks(await ask('approval', () => tasks.foretell(some)));
  } catch (error) {
    if (!(error instanceof OwnerUnavailable)) throw error;
    onUnavailable(error);
    return { status: 'unknown', owner: error.owner };
  }
  return tally.result();
}

export const followUpOf = (consequences: Consequences): FollowUp =>
  consequences.status === 'unknown'
    ? consequences
    : {
        status: 'known',
        authorizationsEnding: consequences.authorizationsEnding.count,
        noticesToSend: consequences.noticesToSend.count,
      };
