import type { FactOf, MessageImportCompleted } from '@sightline/contracts';
import { accept, unchanged, type Decider } from '@sightline/decider';

export type MessageImportFact = FactOf<MessageImportCompleted>;
export type MessageImportState = { readonly status: 'open' } | { readonly status: 'completed' };
export type CompleteImport = MessageImportCompleted['data'] & { readonly type: 'complete' };

/** Ends an import once, however often its last step is taken (C7, C8). */
export const messageImportDecider: Decider<MessageImportState, CompleteImport, MessageImportFact, never> = {
  initialState: { status: 'open' },
  evolve: () => ({ status: 'completed' }),
  decide({ type: _, ...data }, state) {
    return state.status === 'completed'
      ? unchanged
      : accept({ type: 'sightline.messaging-archive.message-import-completed.v1', data });
  },
};
