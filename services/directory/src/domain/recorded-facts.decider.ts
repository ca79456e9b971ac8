import type { Decider } from '@sightline/decider';
import type { RosterFact } from './roster-facts.js';

/** Roster facts come from comparing two rosters, not from a rule about one aggregate: each is recorded as it is. */
export const recordedFacts: Decider<
  null,
  { readonly facts: readonly Pick<RosterFact, 'type' | 'data'>[] },
  Pick<RosterFact, 'type' | 'data'>
> = {
  initialState: null,
  evolve: () => null,
  decide: ({ facts }) => facts.map(({ type, data }) => ({ type, data })),
};
