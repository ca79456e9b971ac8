import type { AccessGrantEnded, AccessGrantPending, AccessGranted, FactOf } from '@sightline/contracts';
import { accept, unchanged, type Decider, type Decision } from '@sightline/decider';

export type AccessFact = FactOf<AccessGranted | AccessGrantEnded | AccessGrantPending>;

interface OpenAccess {
  readonly authorizationId: string;
  readonly staffId: string;
}

/** The supervisor's access under one authorization (C7). */
export type AccessState =
  | { readonly status: 'none' }
  /** Copies are due, but the roster names no supervisor. */
  | (OpenAccess & { readonly status: 'pending' })
  | (OpenAccess & { readonly status: 'granted'; readonly grantId: string; readonly supervisorId: string })
  | { readonly status: 'closed' };

export type AccessCommand =
  | {
      readonly type: 'grant';
      readonly authorizationId: string;
      readonly staffId: string;
      readonly supervisorId: string | null;
      readonly grantId: string;
    }
  /** The roster names another supervisor, or none. */
  | { readonly type: 'move'; readonly supervisorId: string | null; readonly grantId: string }
  /** The authorization has ended: nothing new is opened, what was there stays readable. */
  | { readonly type: 'close' };

type AccessDecision = Decision<AccessFact, never>;

/** Access follows the supervisor: granted with the authorization, moved with a change, closed for new messages at the end (C7). */
export const accessDecider: Decider<AccessState, AccessCommand, AccessFact, never> = {
  initialState: { status: 'none' },
  evolve(state, fact) {
    switch (fact.type) {
      case 'sightline.messaging-archive.access-granted.v1':
        return { status: 'granted', ...fact.data };
      case 'sightline.messaging-archive.access-grant-pending.v1':
        return { status: 'pending', authorizationId: fact.data.authorizationId, staffId: fact.data.staffId };
      case 'sightline.messaging-archive.access-grant-ended.v1':
        if (fact.data.reason === 'authorization-ended') return { status: 'closed' };
        return 'staffId' in state
          ? { status: 'pending', authorizationId: state.authorizationId, staffId: state.staffId }
          : state;
    }
  },
  decide(command, state) {
    switch (command.type) {
      case 'grant':
        return state.status === 'none' ? openFor(command, command.supervisorId, command.grantId) : unchanged;
      case 'move':
        return move(command.supervisorId, command.grantId, state);
      case 'close':
        return close(state);
      default:
        return command satisfies never;
    }
  },
};

/** Nobody supervises himself: such a roster names no supervisor. */
function openFor(
  { authorizationId, staffId }: OpenAccess,
  supervisorId: string | null,
  grantId: string,
): readonly AccessFact[] {
  if (supervisorId === null || supervisorId === staffId)
    return accept({
      type: 'sightline.messaging-archive.access-grant-pending.v1',
      data: { authorizationId, staffId, reason: 'no-supervisor' },
    });
  return accept({
    type: 'sightline.messaging-archive.access-granted.v1',
    data: { grantId, authorizationId, staffId, supervisorId },
  });
}

function move(supervisorId: string | null, grantId: string, state: AccessState): AccessDecision {
  switch (state.status) {
    case 'none':
    case 'closed':
      return unchanged;
    case 'pending':
      return supervisorId === null || supervisorId === state.staffId
        ? unchanged
        : openFor(state, supervisorId, grantId);
    case 'granted': {
      if (supervisorId === state.supervisorId) return unchanged;
      const { grantId: endedId, authorizationId, supervisorId: previous } = state;
      const ended: AccessFact = {
        type: 'sightline.messaging-archive.access-grant-ended.v1',
        data: { grantId: endedId, authorizationId, supervisorId: previous, reason: 'supervisor-changed' },
      };
      return [ended, ...openFor(state, supervisorId, grantId)];
    }
  }
}

function close(state: AccessState): AccessDecision {
  if (state.status !== 'granted') return unchanged;
  const { grantId, authorizationId, supervisorId } = state;
  return accept({
    type: 'sightline.messaging-archive.access-grant-ended.v1',
    data: { grantId, authorizationId, supervisorId, reason: 'authorization-ended' },
  });
}
