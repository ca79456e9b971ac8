import type { FactOf, NoticeBounced } from '@sightline/contracts';
import { accept, type Decider } from '@sightline/decider';

export type BounceCommand = { readonly type: 'note' } & NoticeBounced['data'];

/** Notes what a mail server reports about a notice (C6); whether the token is one of ours, its issuer knows. */
export const bounceDecider: Decider<null, BounceCommand, FactOf<NoticeBounced>, never> = {
  initialState: null,
  evolve: (state) => state,
  decide: ({ bounceToken, action, status }) =>
    accept({ type: 'sightline.messaging-archive.notice-bounced.v1', data: { bounceToken, action, status } }),
};
