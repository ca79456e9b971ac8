import type { AccessGrantEnded, AccessGrantPending, AccessGranted, FactOf } from '@sightline/contracts';
import { accept, unchanged, type Decider, type Decision } from '@sightline/decider';

export type AccessFact = FactOf<AccessGranted | AccessGrantEnded | AccessGrantPending>;

interface CopiesDue {
  readonly authorizationId: string;
  readonly staffId: string;
}
interface Held extends CopiesDue {
  readonly grantId: string;
  readonly supervisorId: string;
}

/** The supervisor's access under one authorization (C7). */
export type AccessState =
  | { readonly status: 'none' }
  /** Copies are due, but the roster names no supervisor. */
  | (CopiesDue & { readonly status: 'pending' })
  | (Held & { readonly status: 'granted' })
  /** The authorization has ended; what was there stays open to whoever supervises. */
  | (Held & { readonly status: 'closed' })
  | (CopiesDue & { readonly status: 'closed-unheld' });

export type AccessCommand =
  | {
      readonly type: 'grant';
      readonly authorizationId: string;
      readonly staffId: string;
      readonly supervisorId: string | null;
      readonly grantId: string;
    }
  /** The roster names another supervisor, or none. `over`: the authorization has ended by then. */
  | { readonly type: 'move'; readonly supervisorId: string | null; readonly grantId: string; readonly over: boolean }
  /** The authorization has ended: nothing new is opened, what was there stays readable. */
  | { readonly type: 'close' };

type AccessDecision = Decision<AccessFact, never>;

/**
 * Access follows the supervisor: granted with the authorization, moved with a change, closed for new messages at the end
 * (C7). The end does not bind what was there to the person who supervised that day: the same facts give the same holder
 * whichever of the roster and the requests is heard of first.
 */
export const accessDecider: Decider<AccessState, AccessCommand, AccessFact, never> = {
  initialState: { status: 'none' },
  evolve(state, fact) {
    switch (fact.type) {
      case 'sightline.messaging-archive.access-granted.v1':
        return { status: 'granted', ...fact.data };
      case 'sightline.messaging-archive.access-grant-pending.v1':
        return { status: 'pending', authorizationId: fact.data.authorizationId, staffId: fact.data.staffId };
      case 'sightline.messaging-archive.access-grant-ended.v1':
        return evolveEnd(state, fact.data.reason);
    }
  },
  decide(command, state) {
    switch (command.type) {
      case 'grant':
        return state.status === 'none' ? openFor(command, command.supervisorId, command.grantId) : unchanged;
      case 'move':
        return move(command.supervisorId, command.grantId, command.over, state);
      case 'close':
        return state.status === 'granted' ? accept(endOf(state, 'authorization-ended')) : unchanged;
      default:
        return command satisfies never;
    }
  },
};

function evolveEnd(state: AccessState, reason: AccessGrantEnded['data']['reason']): AccessState {
  if (state.status !== 'granted' && state.status !== 'closed') return state;
  if (reason === 'authorization-ended') return { ...state, status: 'closed' };
  const { authorizationId, staffId } = state;
  return { status: state.status === 'closed' ? 'closed-unheld' : 'pending', authorizationId, staffId };
}

const endOf = (
  { grantId, authorizationId, supervisorId }: Held,
  reason: AccessGrantEnded['data']['reason'],
): AccessFact => ({
  type: 'sightline.messaging-archive.access-grant-ended.v1',
  data: { grantId, authorizationId, supervisorId, reason },
});

/** Nobody supervises himself: such a roster names no supervisor. */
const supervisorOf = (staffId: string, supervisorId: string | null): string | null =>
  supervisorId === staffId ? null : supervisorId;

function openFor(
  { authorizationId, staffId }: CopiesDue,
  named: string | null,
  grantId: string,
): readonly [AccessFact] {
  const supervisorId = supervisorOf(staffId, named);
  return supervisorId === null
    ? [
        {
          type: 'sightline.messaging-archive.access-grant-pending.v1',
          data: { authorizationId, staffId, reason: 'no-supervisor' },
        },
      ]
    : [
        {
          type: 'sightline.messaging-archive.access-granted.v1',
          data: { grantId, authorizationId, staffId, supervisorId },
        },
      ];
}

/** For what was there alone: granted and closed at once, or held by nobody. */
function openToRead(
  { authorizationId, staffId }: CopiesDue,
  supervisorId: string | null,
  grantId: string,
): AccessFact[] {
  if (supervisorId === null) return [];
  const held = { grantId, authorizationId, staffId, supervisorId };
  return [...openFor(held, supervisorId, grantId), endOf(held, 'authorization-ended')];
}

function move(named: string | null, grantId: string, over: boolean, state: AccessState): AccessDecision {
  if (state.status === 'none') return unchanged;
  const supervisorId = supervisorOf(state.staffId, named);
  switch (state.status) {
    case 'pending':
      if (supervisorId === null) return unchanged;
      return over ? openToRead(state, supervisorId, grantId) : openFor(state, supervisorId, grantId);
    case 'granted':
      return supervisorId === state.supervisorId
        ? unchanged
        : [endOf(state, 'supervisor-changed'), ...openFor(state, supervisorId, grantId)];
    case 'closed':
      return supervisorId === state.supervisorId
        ? unchanged
        : [endOf(state, 'supervisor-changed'), ...openToRead(state, supervisorId, grantId)];
    case 'closed-unheld':
      return openToRead(state, supervisorId, grantId);
  }
}
