/** Which of `partitions` a key belongs to (FNV-1a, 32 bit): fixed for good, so that an older generation's layout can be recomputed. */
export const partitionOf = (partitionKey: string, partitions: number): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < partitionKey.length; index += 1) {
    hash ^= partitionKey.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0) % partitions;
};
