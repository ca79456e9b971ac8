import type { CopyAddressIssued, FactOf } from '@sightline/contracts';
import { accept, refuse, unchanged, type Decider } from '@sightline/decider';

export type CopyAddressFact = FactOf<CopyAddressIssued>;

/** The copy address of one authorization (C7): one at a time, the others ended with it. */
export type CopyAddressState =
  | { readonly status: 'none' }
  | { readonly status: 'issued'; readonly authorizationId: string; readonly copyAddressId: string };

export type CopyAddressCommand =
  | { readonly type: 'issue'; readonly authorizationId: string; readonly copyAddressId: string }
  | {
      readonly type: 'rotate';
      /** The one to be replaced. */
      readonly copyAddressId: string;
      readonly by: string;
      readonly staffId: string;
      readonly ended: boolean;
      readonly nextId: string;
    };

export type CopyAddressRefusal = 'copy-address-replaced' | 'not-your-copy-address' | 'authorization-ended';

/** An authorization whose copies are due has a copy address from its beginning on; only its member of staff changes it (C7). */
export const copyAddressDecider: Decider<CopyAddressState, CopyAddressCommand, CopyAddressFact, CopyAddressRefusal> = {
  initialState: { status: 'none' },
  evolve: (_, { data: { authorizationId, copyAddressId } }) => ({ status: 'issued', authorizationId, copyAddressId }),
  decide(command, state) {
    switch (command.type) {
      case 'issue':
        return state.status === 'none'
          ? accept(issued(command.authorizationId, command.copyAddressId, null))
          : unchanged;
      case 'rotate':
        return rotate(command, state);
      default:
        return command satisfies never;
    }
  },
};

const issued = (authorizationId: string, copyAddressId: string, replaces: string | null): CopyAddressFact => ({
  type: 'sightline.messaging-archive.copy-address-issued.v1',
  data: { authorizationId, copyAddressId, replaces },
});

function rotate(command: Extract<CopyAddressCommand, { type: 'rotate' }>, state: CopyAddressState) {
  if (command.by !== command.staffId)
    return refuse({
      refused: 'not-your-copy-address' as const,
      clause: 'C7',
      detail: 'Only the member of staff whose authorization it is changes a copy address.',
      remedy: 'Ask them to change it.',
    });
  if (command.ended)
    return refuse({
      refused: 'authorization-ended' as const,
      clause: 'C7',
      detail: 'The authorization has ended, and its copy address with it.',
    });
  if (state.status === 'none' || state.copyAddressId !== command.copyAddressId)
    return refuse({
      refused: 'copy-address-replaced' as const,
      clause: 'C7',
      detail: 'This copy address has been replaced already.',
      remedy: 'Use the address that the authorization shows now.',
    });
  return accept(issued(state.authorizationId, command.nextId, command.copyAddressId));
}
