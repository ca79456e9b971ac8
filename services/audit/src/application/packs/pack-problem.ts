/** What is wrong with a pack, in words for whoever holds it. */
export class PackProblem extends Error {
  override readonly name = 'PackProblem';
}

/** @throws PackProblem when it does not hold */
export function demand(holds: boolean, problem: string): asserts holds {
  if (!holds) throw new PackProblem(problem);
}
