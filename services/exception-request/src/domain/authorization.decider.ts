import type {
  AuthorizationActivated,
  AuthorizationEnd,
  AuthorizationEnded,
  AuthorizationParticipantsChanged,
  FactOf,
} from '@sightline/contracts';
import { accept, refuse, unchanged, type Decider } from '@sightline/decider';

export type AuthorizationFact = FactOf<AuthorizationActivated | AuthorizationParticipantsChanged | AuthorizationEnded>;

export type AuthorizationState =
  | { readonly status: 'none' }
  | {
      readonly status: 'active';
      readonly authorizationId: string;
      readonly requestId: string;
      readonly followsGroup: boolean;
      readonly studentIds: ReadonlySet<string>;
    }
  | { readonly status: 'ended' };

export type AuthorizationCommand =
  | {
      readonly type: 'activate';
      readonly facts: FactOf<AuthorizationActivated>['data'];
      /** Nobody of own family takes part, whenever the relation came to the roster (C4). */
      readonly ownFamilyIds: readonly string[];
    }
  | {
      readonly type: 'change-participants';
      readonly joined: readonly string[];
      readonly left: readonly string[];
      readonly ownFamilyIds: readonly string[];
    }
  | { readonly type: 'end'; readonly end: AuthorizationEnd; readonly endedOn: string };

const without = (excluded: readonly string[], studentIds: readonly string[]): string[] =>
  [...new Set(studentIds)].filter((id) => !excluded.includes(id));

/** What an approved request becomes. It is activated once and ends once; only a C5 authorization follows its group (C6). */
export const authorizationDecider: Decider<AuthorizationState, AuthorizationCommand, AuthorizationFact, 'not-active'> =
  {
    initialState: { status: 'none' },
    evolve(state, fact) {
      switch (fact.type) {
        case 'sightline.exception-request.authorization-activated.v1': {
          const { authorizationId, requestId, kind, groupId, studentIds } = fact.data;
          const followsGroup = kind === 'personal-phone' && groupId !== null;
          return { status: 'active', authorizationId, requestId, followsGroup, studentIds: new Set(studentIds) };
        }
        case 'sightline.exception-request.authorization-participants-changed.v1': {
          if (state.status !== 'active') return state;
          const studentIds = new Set([...state.studentIds, ...fact.data.joined]);
          for (const id of fact.data.left) studentIds.delete(id);
          return { ...state, studentIds };
        }
        case 'sightline.exception-request.authorization-ended.v1':
          return { status: 'ended' };
      }
    },
    decide(command, state) {
      if (command.type === 'activate')
        return state.status === 'none'
          ? accept({
              type: 'sightline.exception-request.authorization-activated.v1',
              data: { ...command.facts, studentIds: without(command.ownFamilyIds, command.facts.studentIds) },
            })
          : unchanged;
      if (state.status === 'ended') return unchanged;
      if (state.status === 'none') return refuse({ refused: 'not-active', detail: 'There is no such authorization.' });
      const { authorizationId, requestId } = state;
      if (command.type === 'end')
        return accept({
          type: 'sightline.exception-request.authorization-ended.v1',
          data: { authorizationId, requestId, end: command.end, endedOn: command.endedOn },
        });
      if (!state.followsGroup) return unchanged;
      const joined = without(command.ownFamilyIds, command.joined).filter((id) => !state.studentIds.has(id));
      const left = without(command.joined, command.left).filter((id) => state.studentIds.has(id));
      if (joined.length + left.length === 0) return unchanged;
      return accept({
        type: 'sightline.exception-request.authorization-participants-changed.v1',
        data: { authorizationId, joined, left },
      });
    },
  };
