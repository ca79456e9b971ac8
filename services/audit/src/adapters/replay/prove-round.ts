import { breachesOf, type RoundFact } from '@sightline/approval/domain';
import type { ProveRound } from '../../domain/index.js';

/** Rounds are held against the rules of the service that decides them (design §2, named exception). */
export const proveRound: ProveRound = (events) =>
  breachesOf(events.map(({ type, data }) => ({ type, data }) as unknown as RoundFact));
