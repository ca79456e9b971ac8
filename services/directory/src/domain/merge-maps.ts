/** What is known under each key, with what a snapshot says laid over it as far as its file speaks. */
export const overlaid = <Value>(
  known: ReadonlyMap<string, Value>,
  stated: ReadonlyMap<string, Value>,
  coverage: 'absent' | 'whole' | 'named',
  { removed, held }: { readonly removed?: ReadonlySet<string>; readonly held?: ReadonlySet<string> } = {},
): ReadonlyMap<string, Value> => {
  if (coverage === 'absent') return known;
  if (coverage === 'named') {
    const result = new Map(known);
    for (const [key, value] of stated) result.set(key, value);
    for (const key of removed ?? []) result.delete(key);
    return result;
  }
  const kept = [...(held ?? [])].filter((key) => known.has(key) && !stated.has(key));
  if (kept.length === 0) return stated;
  const result = new Map(stated);
  for (const key of kept) result.set(key, known.get(key)!);
  return result;
};

/** The entries of people who are there; the same map when all are. */
export const keptFor = <Value>(
  map: ReadonlyMap<string, Value>,
  people: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, Value> => {
  for (const key of map.keys())
    if (!people.has(key)) return new Map([...map].filter(([sourcedId]) => people.has(sourcedId)));
  return map;
};
