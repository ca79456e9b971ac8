/** Who is away today, and who decides in their place; null when nobody is named. */
export type SubstituteOf = ReadonlyMap<string, string | null>;

/** Whoever decides in this person's place: the person, or the first in the chain of substitutes who is not away. Undefined when the chain ends or comes back to its beginning. */
const standInFor = (personId: string, away: SubstituteOf): string | undefined => {
  const seen = new Set<string>();
  let id: string | null = personId;
  while (id !== null && away.has(id)) {
    if (seen.has(id)) return undefined;
    seen.add(id);
    id = away.get(id) ?? null;
  }
  return id ?? undefined;
};

/** The people who decide now: each one who is away replaced by the substitute, or left out where there is none. */
export const withSubstitutes = (personIds: readonly string[], away: SubstituteOf): readonly string[] => [
  ...new Set(personIds.flatMap((id) => standInFor(id, away) ?? [])),
];
