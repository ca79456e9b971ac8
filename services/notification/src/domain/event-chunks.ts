/** How many notices, gaps or alerts one event lists at the most. */
const entriesPerEventMax = 500;

export const chunksOf = <Entry>(entries: readonly Entry[]): Entry[][] => {
  const chunks: Entry[][] = [];
  for (let start = 0; start < entries.length; start += entriesPerEventMax)
    chunks.push(entries.slice(start, start + entriesPerEventMax));
  return chunks;
};
