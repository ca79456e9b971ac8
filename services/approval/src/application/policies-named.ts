import type { PolicyBook, PolicyVersion } from '@sightline/policy';

/** The version of the policy that an event or a task names (C11). */
export type PolicyOf = (policyVersionId: string) => PolicyVersion;

/** Looks up each version that a batch names once. @throws PolicyVersionUnknown, and the batch waits */
export const policiesNamed = async (book: PolicyBook, ids: readonly string[]): Promise<PolicyOf> => {
  const found = await Promise.all([...new Set(ids)].map(async (id) => [id, await book.byId(id)] as const));
  const byId = new Map(found);
  return (id) => byId.get(id)!;
};
