import type { AuthorizationCause, AuthorizationReviewRequested, FactOf, OwnFamilyMember } from '@sightline/contracts';
import { accept, refuse, unchanged } from '@sightline/decider';
import { ownFamily, rosterRules } from '@sightline/policy';
import type {
  DecideReview,
  FollowRoster,
  ObjectTo,
  RequestReview,
  ReviewedBuildings,
} from './authorization.commands.js';
import type { ActiveAuthorization, AuthorizationFact, OpenReview } from './authorization.js';
import { endFacts } from './authorization-end.js';
import { reasonRefusal, type AuthorizationDecision } from './reason-rule.js';

type Asked = Pick<
  FactOf<AuthorizationReviewRequested>['data'],
  'reviewId' | 'reason' | 'change' | 'clause' | 'sides' | 'objection'
>;

const reviewRequested = (
  state: ActiveAuthorization,
  asked: Asked,
  buildings: ReviewedBuildings,
): AuthorizationFact => ({
  type: 'sightline.exception-request.authorization-review-requested.v1',
  data: {
    ...asked,
    authorizationId: state.authorizationId,
    requestId: state.requestId,
    kind: state.kind,
    requesterId: state.staffId,
    studentIds: [...state.studentIds],
    groupId: state.groupId,
    ...buildings,
  },
});

/** One review of a reason at a time. */
export function requestReview(command: RequestReview, state: ActiveAuthorization): AuthorizationDecision {
  const { reviewId, reason, clause, sides, buildings } = command;
  if (state.openReviews.some((review) => review.reason === reason)) return unchanged;
  return accept(reviewRequested(state, { reviewId, reason, change: null, clause, sides, objection: null }, buildings));
}

/** What a change of the roster does is the table of the policy, and nothing else. */
export function followRoster(command: FollowRoster, state: ActiveAuthorization): AuthorizationDecision {
  const { change, studentIds, tellIds, family, reviewId, buildings, today } = command;
  const { authorizationId, requestId, staffId, kind } = state;
  const rule = rosterRules[change][kind];
  const { clause } = rule;
  const cause: AuthorizationCause = { change, clause, reviewId: null };
  switch (rule.what) {
    case 'end':
      return endFacts(state, {
        ...{ end: 'revoked', endedOn: today, words: null, cause },
        by: { personId: null, side: 'system' },
      });
    case 'end-for-student': {
      const notRequired = change === 'became-own-family' ? ownFamily(studentIds, family).relations : [];
      return excluded(state, studentIds, cause, today, notRequired);
    }
    case 'review': {
      const asked = state.openReviews.some((review) => review.change === change);
      // A class is dropped once; buildings can change again and again.
      if (asked || (change === 'group-dropped' && state.askedAbout.has(change))) return unchanged;
      const review: Asked = { reviewId, reason: 'roster-change', change, clause, sides: rule.sides, objection: null };
      return accept(reviewRequested(state, review, buildings));
    }
    case 'notify':
      return tellIds.length === 0
        ? unchanged
        : accept({
            type: 'sightline.exception-request.authorization-change-noted.v1',
            data: { authorizationId, requestId, staffId, change, clause, tellIds },
          });
    case 'nothing':
      return unchanged;
  }
}

/** C6: a guardian objects for the own child; the supervisor (C5) or the principal (C3) answers. */
export function objectTo(command: ObjectTo, state: ActiveAuthorization): AuthorizationDecision {
  const { reviewId, guardianId, studentId, words, buildings, policy } = command;
  if (!command.isGuardian)
    return refuse({
      refused: 'not-guardian',
      clause: 'C6',
      detail: 'Only a guardian of the student can object.',
      remedy: 'If you are a guardian, ask the school office to correct the roster.',
      field: 'student',
    });
  if (!state.studentIds.has(studentId))
    return refuse({
      refused: 'not-a-participant',
      clause: 'C6',
      detail: 'This student takes no part in the authorization.',
      field: 'student',
    });
  const missing = reasonRefusal(command.reasonLength, policy.settings.textLengthMax.comment, 'C6');
  if (missing) return missing;
  const open = state.openReviews.some(
    ({ objection }) => objection?.guardianId === guardianId && objection.studentId === studentId,
  );
  if (open)
    return refuse({
      refused: 'objection-open',
      clause: 'C6',
      detail: 'Your objection for this student is being answered.',
      remedy: 'Wait for the answer; it comes in words.',
    });
  const side = state.kind === 'personal-phone' ? 'supervisor' : 'principal';
  const objection = { guardianId, studentId, words };
  return accept(
    reviewRequested(
      state,
      { reviewId, reason: 'objection', change: null, clause: 'C6', sides: [side], objection },
      buildings,
    ),
  );
}

export function decideReview(command: DecideReview, state: ActiveAuthorization): AuthorizationDecision {
  const { reviewId, outcome, deciderIds, today } = command;
  const review = state.openReviews.find((each) => each.reviewId === reviewId);
  if (!review) return unchanged;
  const cause: AuthorizationCause = { change: 'review', clause: review.clause, reviewId };
  const others = { ...state, openReviews: state.openReviews.filter((each) => each !== review) };
  switch (outcome) {
    case 'keep':
      return accept(closed(state, review, 'kept'));
    case 'exclude-student': {
      // An objection names its student; any other review that says so has nobody to take out, and stands as kept.
      if (!review.objection) return accept(closed(state, review, 'kept'));
      return [
        closed(state, review, 'student-excluded'),
        ...excluded(others, [review.objection.studentId], cause, today, []),
      ];
    }
    case 'end':
      return [
        closed(state, review, 'ended'),
        ...endFacts(others, {
          ...{ end: 'revoked', endedOn: today, words: null, cause },
          by: { personId: deciderIds.at(-1) ?? null, side: review.sides[0] ?? 'system' },
        }),
      ];
  }
}

const closed = (
  { authorizationId, requestId }: ActiveAuthorization,
  { reviewId }: OpenReview,
  outcome: 'kept' | 'ended' | 'student-excluded',
): AuthorizationFact => ({
  type: 'sightline.exception-request.authorization-review-closed.v1',
  data: { reviewId, authorizationId, requestId, outcome },
});

/** These students take no part any more; a C3 authorization of whose students none is left ends. */
const excluded = (
  state: ActiveAuthorization,
  studentIds: readonly string[],
  cause: AuthorizationCause,
  today: string,
  family: readonly OwnFamilyMember[],
): readonly AuthorizationFact[] => {
  const left = [...new Set(studentIds)].filter((id) => state.studentIds.has(id));
  if (left.length === 0) return unchanged;
  const notRequired = family.filter(({ studentId }) => !state.ownFamilyIds.has(studentId));
  const change: AuthorizationFact = {
    type: 'sightline.exception-request.authorization-participants-changed.v1',
    data: {
      ...{ authorizationId: state.authorizationId, joined: [], left, cause },
      ...(notRequired.length > 0 ? { notRequired } : {}),
    },
  };
  if (state.kind === 'personal-phone' || left.length < state.studentIds.size) return [change];
  return [
    change,
    ...endFacts(state, {
      ...{ end: 'revoked', endedOn: today, words: null, cause },
      by: { personId: null, side: 'system' },
    }),
  ];
};
