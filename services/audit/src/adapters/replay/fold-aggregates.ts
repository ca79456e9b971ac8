import { absenceDecider, roundDecider } from '@sightline/approval/domain';
import type { EventEnvelope } from '@sightline/contracts';
import type { Decider } from '@sightline/decider';
import { authorizationDecider, requestDecider } from '@sightline/exception-request/domain';
import { accessDecider } from '@sightline/messaging-archive/domain';
import { alertsDecider, contactPreferencesDecider, coverageDecider } from '@sightline/notification/domain';
import type { Aggregate, FoldAggregates } from '../../application/replay-case.js';

type Folded = Pick<Decider<unknown, never, unknown>, 'initialState' | 'evolve'>;
const folded = <State, Fact>(decider: {
  readonly initialState: State;
  evolve(state: State, fact: Fact): State;
}): Folded => decider as unknown as Folded;

/** Which service's own `evolve` folds a stream, by the first word of its subject (design §2, named exception). */
const deciders: Readonly<Record<string, Folded>> = {
  request: folded(requestDecider),
  authorization: folded(authorizationDecider),
  round: folded(roundDecider),
  absence: folded(absenceDecider),
  coverage: folded(coverageDecider),
  'alert-set': folded(alertsDecider),
  'contact-preferences': folded(contactPreferencesDecider),
  access: folded(accessDecider),
};

/** Sets and maps as JSON has them, in the order in which they were filled. */
const plain = (value: unknown): unknown => {
  if (value instanceof Set) return [...value].map(plain);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, held]) => [String(key), plain(held)]));
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, plain(held)]));
  return value;
};

/** The state of each aggregate after these events, by the same `evolve` that runs live; in the order of their first events. */
export const foldAggregates: FoldAggregates = (events) =>
  [...Map.groupBy(events, ({ subject }) => subject)].map(([subject, stream]): Aggregate => {
    const inOrder = stream.toSorted((left, right) => left.subjectversion - right.subjectversion);
    const decider = deciders[subject.slice(0, subject.indexOf('/'))];
    const version = inOrder.at(-1)!.subjectversion;
    // A stream of several cases, of which this one has not the beginning, has no state that could be told from here.
    if (!decider || inOrder[0]!.subjectversion !== 1) return { subject, version, state: null };
    return { subject, version, state: plain(stateAfter(decider, inOrder)) };
  });

const stateAfter = ({ initialState, evolve }: Folded, events: readonly EventEnvelope[]): unknown => {
  let state = initialState;
  for (const { type, data } of events) state = evolve(state, { type, data });
  return state;
};
