import type { AuthorizationEnd } from '@sightline/contracts';
import type { Decider, Decision } from '@sightline/decider';
import { accept, refuse, unchanged } from '@sightline/decider';
import type { PolicyVersion } from '@sightline/policy';
import { copiesRequired } from '@sightline/policy';
import type { AuthorizationFact, AuthorizationState } from './authorization.js';
import { evolveAuthorization, noAuthorization } from './authorization.js';
import type { Submission } from './request.js';

/** An approved request becomes an authorization. */
export interface ActivateAuthorization {
  readonly type: 'activate';
  readonly authorizationId: string;
  /** The submission that was approved. */
  readonly submission: Submission;
  /** C7: an approver made copies to the supervisor a written condition. */
  readonly copyCondition: boolean;
  /** A date in the district's time zone: nothing is authorized before it. */
  readonly activatedOn: string;
  readonly policy: PolicyVersion;
}

/** The group that the authorization follows gained or lost students. */
export interface ChangeParticipants {
  readonly type: 'change-participants';
  readonly groupId: string;
  readonly joined: readonly string[];
  readonly left: readonly string[];
  /** The staff member's own children and siblings, for whom none is required (C4). */
  readonly ownFamilyIds: readonly string[];
  readonly policy: PolicyVersion;
}

export interface EndAuthorization {
  readonly type: 'end';
  readonly end: AuthorizationEnd;
  /** A date in the district's time zone. */
  readonly endedOn: string;
}

export type AuthorizationCommand = ActivateAuthorization | ChangeParticipants | EndAuthorization;

/** Closed set of the reasons for which a change of an authorization is turned down. */
export type AuthorizationRefusalCode =
  | 'authorization-not-found'
  | 'authorization-already-active'
  | 'authorization-ended'
  | 'authorization-lapsed'
  | 'authorization-not-lapsed'
  | 'participants-fixed';

type AuthorizationDecision = Decision<AuthorizationFact, AuthorizationRefusalCode>;

const notFound = (): AuthorizationDecision =>
  refuse({
    refused: 'authorization-not-found',
    detail: 'There is no such authorization.',
    remedy: 'Check the id of the authorization.',
  });

const alreadyEnded = (endedOn: string): AuthorizationDecision =>
  refuse({
    refused: 'authorization-ended',
    clause: 'C3',
    detail: `The authorization ended on ${endedOn}; an ended one never lives again.`,
    remedy: 'Make a new request.',
  });

const activate = (command: ActivateAuthorization, state: AuthorizationState): AuthorizationDecision => {
  const { authorizationId, submission, activatedOn, policy } = command;
  if (state.status !== 'none') {
    if (state.terms.requestId !== submission.requestId)
      return refuse({
        refused: 'authorization-already-active',
        detail: 'This authorization belongs to another request.',
        remedy: 'Give the authorization an id of its own.',
      });
    return state.status === 'active' ? unchanged : alreadyEnded(state.endedOn);
  }
  if (submission.until < activatedOn)
    return refuse({
      refused: 'authorization-lapsed',
      clause: 'C3',
      detail: `The last day asked for, ${submission.until}, has passed.`,
      remedy: 'Submit the request again with new dates.',
      field: 'until',
    });
  return accept<AuthorizationFact>({
    type: 'sightline.exception-request.authorization-activated.v1',
    data: {
      authorizationId,
      requestId: submission.requestId,
      kind: submission.kind,
      staffId: submission.requesterId,
      studentIds: submission.studentIds,
      groupId: submission.groupId,
      medium: submission.medium,
      from: submission.from < activatedOn ? activatedOn : submission.from,
      until: submission.until,
      copiesRequired: copiesRequired(submission.kind, policy, command.copyCondition),
    },
  });
};

/** Only a C5 authorization follows its group; under C3 the students are named, and a joiner needs an amendment. */
const changeParticipants = (command: ChangeParticipants, state: AuthorizationState): AuthorizationDecision => {
  if (state.status === 'none') return notFound();
  if (state.status === 'ended') return unchanged;
  const { kind, groupId, studentIds, authorizationId } = state.terms;
  const { followsGroup, clause } = command.policy.settings.kinds[kind];
  if (!followsGroup || groupId !== command.groupId)
    return refuse({
      refused: 'participants-fixed',
      clause,
      detail: 'The students of this authorization do not follow that class or activity.',
      remedy: 'Amend the request to name another student.',
      field: 'students',
    });
  const participants = new Set(studentIds);
  const family = new Set(command.ownFamilyIds);
  const leaving = new Set(command.left);
  const joined = [...new Set(command.joined)].filter((id) => !participants.has(id) && !family.has(id));
  const left = [...leaving].filter((id) => participants.has(id) && !command.joined.includes(id));
  if (joined.length === 0 && left.length === 0) return unchanged;
  return accept<AuthorizationFact>({
    type: 'sightline.exception-request.authorization-participants-changed.v1',
    data: { authorizationId, joined, left },
  });
};

const end = (command: EndAuthorization, state: AuthorizationState): AuthorizationDecision => {
  if (state.status === 'none') return notFound();
  if (state.status === 'ended') return state.end === command.end ? unchanged : alreadyEnded(state.endedOn);
  const { authorizationId, requestId, until } = state.terms;
  if (command.end === 'expired' && command.endedOn < until)
    return refuse({
      refused: 'authorization-not-lapsed',
      clause: 'C3',
      detail: `The authorization runs to ${until} and cannot expire before.`,
      remedy: 'Revoke it to end it earlier.',
    });
  return accept<AuthorizationFact>({
    type: 'sightline.exception-request.authorization-ended.v1',
    data: { authorizationId, requestId, end: command.end, endedOn: command.endedOn },
  });
};

/** One authorization from its activation to its one end (C6, C7 follow from its facts). */
export const authorizationDecider: Decider<
  AuthorizationState,
  AuthorizationCommand,
  AuthorizationFact,
  AuthorizationRefusalCode
> = {
  initialState: noAuthorization,
  evolve: evolveAuthorization,
  decide: (command, state) => {
    switch (command.type) {
      case 'activate':
        return activate(command, state);
      case 'change-participants':
        return changeParticipants(command, state);
      case 'end':
        return end(command, state);
      default: {
        const unknown: never = command;
        throw new Error(`an authorization knows no command ${JSON.stringify(unknown)}`);
      }
    }
  },
};
