import { accept, refuse, unchanged, type Decider } from '@sightline/decider';
import { addDays, endReminders, ownFamily } from '@sightline/policy';
import type {
  Activate,
  AuthorizationCommand,
  AuthorizationRefusalCode,
  ChangeParticipants,
  ComeDue,
  Revoke,
} from './authorization.commands.js';
import {
  evolveAuthorization,
  noAuthorization,
  type ActiveAuthorization,
  type AuthorizationFact,
  type AuthorizationState,
} from './authorization.js';
import { endFacts } from './authorization-end.js';
import { reasonRefusal, type AuthorizationDecision } from './reason-rule.js';
import { decideReview, followRoster, objectTo, requestReview } from './authorization-reviews.js';

/**
 * What an approved request becomes. It begins once, on the day of its approval at the earliest, and ends once, with its
 * last day at the latest; only a C5 authorization follows its group (C6).
 */
export const authorizationDecider: Decider<
  AuthorizationState,
  AuthorizationCommand,
  AuthorizationFact,
  AuthorizationRefusalCode
> = {
  initialState: noAuthorization,
  evolve: evolveAuthorization,
  decide(command, state) {
    if (command.type === 'activate') return state.status === 'none' ? activate(command) : unchanged;
    if (state.status === 'none')
      return refuse({
        refused: 'no-authorization',
        detail: 'There is no such authorization.',
        remedy: 'Look it up under GET /api/v1/authorizations.',
      });
    // Nothing outlives its last day, whoever comes before the look that ends it.
    if (state.status === 'ended' || command.today > state.until) {
      if (command.type === 'revoke' || command.type === 'object') return over();
      return state.status === 'ended' ? unchanged : expiry(state);
    }
    switch (command.type) {
      case 'change-participants':
        return changeParticipants(command, state);
      case 'follow-roster':
        return followRoster(command, state);
      case 'request-review':
        return requestReview(command, state);
      case 'object':
        return objectTo(command, state);
      case 'decide-review':
        return decideReview(command, state);
      case 'revoke':
        return revoke(command, state);
      case 'come-due':
        return comeDue(command, state);
      default:
        return command satisfies never;
    }
  },
};

const over = (): AuthorizationDecision =>
  refuse({
    refused: 'authorization-over',
    clause: 'C3',
    detail: 'This authorization has already come to its end.',
    remedy: 'Nothing more has to be done; for a new one, write a new request.',
  });

function activate({ facts, family, leftOut, today, policy }: Activate): AuthorizationDecision {
  if (facts.until < today) return unchanged;
  const gone = new Set(leftOut.flatMap(({ studentIds }) => studentIds));
  const { relations, others } = ownFamily(facts.studentIds, family);
  const studentIds = others.filter((id) => !gone.has(id));
  const activated: AuthorizationFact = {
    type: 'sightline.exception-request.authorization-activated.v1',
    data: {
      ...facts,
      studentIds,
      from: facts.from < today ? today : facts.from,
      notRequired: relations,
      remindOn: endReminders(policy)
        .map((days) => addDays(facts.until, -days))
        .filter((day) => day > today),
    },
  };
  // Named students of whom none is left (C3): it was approved for nobody.
  if (facts.kind === 'personal-phone' || studentIds.length > 0) return accept(activated);
  const change = leftOut[0]?.change ?? 'became-own-family';
  return accept<AuthorizationFact>(activated, {
    type: 'sightline.exception-request.authorization-ended.v1',
    data: {
      ...{ authorizationId: facts.authorizationId, requestId: facts.requestId, end: 'revoked', endedOn: today },
      ...{ by: { personId: null, side: 'system' }, words: null },
      cause: { change, clause: change === 'became-own-family' ? 'C4' : 'C3', reviewId: null },
    },
  });
}

function changeParticipants(command: ChangeParticipants, state: ActiveAuthorization): AuthorizationDecision {
  if (state.kind !== 'personal-phone' || state.groupId === null) return unchanged;
  const barred = new Set([...command.barredIds, ...state.excludedIds]);
  const { relations, others } = ownFamily(command.joined, command.family);
  const joined = others.filter((id) => !state.studentIds.has(id) && !barred.has(id));
  const notRequired = relations.filter(({ studentId }) => !state.ownFamilyIds.has(studentId));
  const left = [...new Set(command.left)].filter((id) => state.studentIds.has(id) && !command.joined.includes(id));
  if (joined.length + left.length + notRequired.length === 0) return unchanged;
  return accept({
    type: 'sightline.exception-request.authorization-participants-changed.v1',
    data: { authorizationId: state.authorizationId, joined, left, ...(notRequired.length > 0 ? { notRequired } : {}) },
  });
}

function revoke(command: Revoke, state: ActiveAuthorization & AuthorizationState): AuthorizationDecision {
  const { by, side, words, reasonLength, expectedVersion, today, policy } = command;
  const { clause } = policy.settings.kinds[state.kind];
  if (side === null)
    return refuse({
      refused: 'not-entitled-to-end',
      clause,
      detail: 'An approver, the supervisor, the technology department or the staff member can end an authorization.',
      remedy: 'Tell one of them; a guardian can object for the own child.',
    });
  if (expectedVersion !== null && expectedVersion !== state.version)
    return refuse({
      refused: 'version-stale',
      clause,
      detail: 'The authorization has changed since you read it.',
      remedy: 'Read it again and send this with its new ETag.',
    });
  const missing = reasonRefusal(reasonLength, policy.settings.textLengthMax.comment, clause);
  if (missing) return missing;
  return endFacts(state, {
    end: side === 'requester' ? 'withdrawn' : 'revoked',
    endedOn: today,
    by: { personId: by, side },
    words,
    cause: null,
  });
}

const expiry = (state: ActiveAuthorization): AuthorizationDecision =>
  endFacts(state, {
    end: 'expired',
    endedOn: state.until,
    by: { personId: null, side: 'system' },
    words: null,
    cause: { change: 'period-over', clause: state.kind === 'personal-phone' ? 'C5' : 'C3', reviewId: null },
  });

function comeDue({ today }: ComeDue, state: ActiveAuthorization): AuthorizationDecision {
  const { authorizationId, requestId, staffId, until } = state;
  if (!state.remindOn.some((day) => day <= today)) return unchanged;
  return accept({
    type: 'sightline.exception-request.authorization-ending-soon.v1',
    data: { authorizationId, requestId, staffId, until, daysLeft: daysBetween(today, until) },
  });
}

const dayMs = 86_400_000;
const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / dayMs;
