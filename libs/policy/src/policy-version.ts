import type { Clause, ClauseId, PolicySettings } from '@sightline/contracts';

export {
  clauseIds,
  findingNames,
  type Clause,
  type ClauseId,
  type EscalationStep,
  type FindingName,
  type KindSettings,
  type PolicySettings,
  type PrincipalsAsked,
} from '@sightline/contracts';

/** One version of P 4650 (C11). Everything decided carries the `id` of the version it was decided under. */
export interface PolicyVersion {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  /** Date of the board's approval. */
  readonly approvedOn: string;
  /** `YYYY-MM`, as the policy itself dates its update. */
  readonly updatedOn: string;
  /** First day in force, a date in the district's time zone; in force until the next version's first day. */
  readonly inForceFrom: string;
  readonly clauses: Readonly<Record<ClauseId, Clause>>;
  readonly settings: PolicySettings;
}
