import type { FactOf, MessagesDisclosed } from '@sightline/contracts';
import { accept, unchanged, type Decider } from '@sightline/decider';

export type DisclosureFact = FactOf<MessagesDisclosed>;
export type DisclosureState = { readonly status: 'none' } | { readonly status: 'disclosed' };
export type Disclose = MessagesDisclosed['data'] & { readonly type: 'disclose' };

/** One answer that showed messages to somebody (C9): said once, never taken back. An answer without messages is none. */
export const disclosureDecider: Decider<DisclosureState, Disclose, DisclosureFact, never> = {
  initialState: { status: 'none' },
  evolve: () => ({ status: 'disclosed' }),
  decide({ type: _, ...data }, state) {
    return state.status === 'none' && data.messageIds.length > 0
      ? accept({ type: 'sightline.messaging-archive.messages-disclosed.v1', data })
      : unchanged;
  },
};
