import { isDeepStrictEqual, inspect } from 'node:util';
import type { Decider, Decision } from './decider.js';
import { fold, isRefusal } from './decider.js';

class SpecificationFailed extends Error {
  constructor(expected: unknown, seen: unknown) {
    const show = (value: unknown) => inspect(value, { depth: null, sorted: true });
    super(`expected ${show(expected)}\nbut the decision was ${show(seen)}`);
    this.name = 'SpecificationFailed';
  }
}

/**
 * Binds given/when/then to one decider. Facts are compared strictly and in order, extra fields and dates included;
 * a refusal is compared by its code and clause.
 */
export const decisionSpecification = <State, Command, Fact, Code extends string>(
  decider: Decider<State, Command, Fact, Code>,
) => ({
  given: (...history: readonly Fact[]) => ({
    when: (command: Command) => {
      const decision: Decision<Fact, Code> = decider.decide(command, fold(decider, history));
      return {
        /** The decision is exactly these facts. */
        then: (...expected: readonly Fact[]): void => {
          if (isRefusal(decision) || !isDeepStrictEqual(decision, expected))
            throw new SpecificationFailed(expected, decision);
        },
        /** Nothing happened: the command was a repetition. */
        thenNothing: (): void => {
          if (isRefusal(decision) || decision.length > 0) throw new SpecificationFailed([], decision);
        },
        thenRefused: (code: Code, clause?: string): void => {
          const seen = isRefusal(decision) ? { refused: decision.refused, clause: decision.clause } : decision;
          const expected = { refused: code, clause };
          if (!isDeepStrictEqual(seen, expected)) throw new SpecificationFailed(expected, seen);
        },
        /** For a property that needs the decision itself. */
        decision,
      };
    },
  }),
});
