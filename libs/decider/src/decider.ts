/** A command that the rules turn down: a value with a stable code, never an exception. */
export interface Refusal<Code extends string = string> {
  readonly refused: Code;
  /** The clause of P 4650 that says no, when one does (`C1`…`C11`). */
  readonly clause?: string;
  /** One sentence: what is wrong. */
  readonly detail: string;
  /** One sentence: what can be done instead. */
  readonly remedy?: string;
  /** The field of the command that is at fault, when one is. */
  readonly field?: string;
}

/** Facts to append in order, or a refusal. No facts means: nothing happened, as for a replayed command. */
export type Decision<Fact, Code extends string = string> = readonly Fact[] | Refusal<Code>;

/**
 * An aggregate: what it is now, how a fact changes it, what a command makes of it. Both functions are pure; time, ids
 * and looked-up facts arrive with the command.
 */
export interface Decider<State, Command, Fact, Code extends string = string> {
  readonly initialState: State;
  evolve(state: State, fact: Fact): State;
  decide(command: Command, state: State): Decision<Fact, Code>;
}

export const accept = <Fact>(...facts: readonly Fact[]): readonly Fact[] => facts;
export const unchanged: readonly never[] = [];
export const refuse = <Code extends string>(refusal: Refusal<Code>): Refusal<Code> => refusal;

export const isRefusal = <Fact, Code extends string>(decision: Decision<Fact, Code>): decision is Refusal<Code> =>
  !Array.isArray(decision);

/** The state after these facts. */
export const fold = <State, Fact>(
  decider: Pick<Decider<State, never, Fact>, 'initialState' | 'evolve'>,
  facts: Iterable<Fact>,
): State => {
  let state = decider.initialState;
  for (const fact of facts) state = decider.evolve(state, fact);
  return state;
};
