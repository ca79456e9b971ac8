import type { EventContext, StreamCommand } from '@sightline/event-store';
import type { PolicyVersion } from '@sightline/policy';
import { newId } from '@sightline/service-kit';
import {
  authorizationDecider,
  buildingsNow,
  rosterFindings,
  type FollowRoster,
  type OnRoster,
} from '../domain/index.js';

/** One command for each thing in which the roster is otherwise than when the authorization was approved. */
export const rosterCommands = (
  authorizationId: string,
  onRoster: OnRoster,
  policy: PolicyVersion,
  today: string,
  context: EventContext,
): readonly StreamCommand[] =>
  rosterFindings(onRoster, policy).map(({ change, studentIds, tellIds }) => ({
    subject: `authorization/${authorizationId}`,
    decider: authorizationDecider,
    command: {
      ...{ type: 'follow-roster', change, studentIds, tellIds, today },
      family: onRoster.family,
      reviewId: newId(),
      buildings: buildingsNow(onRoster),
    } satisfies FollowRoster,
    expect: 'existing' as const,
    context,
  }));
