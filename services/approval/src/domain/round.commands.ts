import type { ApprovalSide, DecisionOutcome, FindingsMet, RequestKind, WordsCommitment } from '@sightline/contracts';
import type { PolicyVersion } from '@sightline/policy';

/** People who could decide one side of a submission. */
export interface SideCandidates {
  readonly side: ApprovalSide;
  readonly buildingId: string | null;
  readonly candidateIds: readonly string[];
}

export interface OpenRound {
  readonly type: 'open';
  readonly roundId: string;
  readonly requestId: string;
  readonly submission: number;
  readonly kind: RequestKind;
  readonly requesterId: string;
  /** Guardians of the students named, and the students: nobody acts on a matter in which they are a party. */
  readonly partyIds: readonly string[];
  readonly sides: readonly SideCandidates[];
  /** To whom a task goes up when nobody lawful is left on its side. */
  readonly escalationIds: readonly string[];
  readonly nextTaskId: () => string;
  readonly dueAt: string;
}

/** C5: whether each finding is met, and how long its words are. */
export interface FindingsGiven {
  readonly met: FindingsMet;
  readonly wordsLength: Readonly<Record<keyof FindingsMet, number>>;
}

export interface DecideTask {
  readonly type: 'decide';
  readonly taskId: string;
  readonly by: string;
  readonly outcome: DecisionOutcome;
  readonly findings: FindingsGiven | null;
  /** Unicode code points; null when left out. */
  readonly commentLength: number | null;
  readonly copyConditionLength: number | null;
  /** Commits to comment, findings' words and condition; null when nothing was written. */
  readonly words: WordsCommitment | null;
  readonly policy: PolicyVersion;
}

export type RoundCommand =
  | OpenRound
  | DecideTask
  | { readonly type: 'claim'; readonly taskId: string; readonly by: string }
  | { readonly type: 'return-to-pool'; readonly taskId: string; readonly by: string }
  | { readonly type: 'close' };

export const roundRefusalCodes = [
  'nobody-lawful',
  'unknown-task',
  'not-a-candidate',
  'party-cannot-decide',
  'four-eyes',
  'needed-elsewhere',
  'already-decided',
  'round-over',
  'claimed-by-another',
  'not-claimed',
  'comment-missing',
  'text-too-long',
  'findings-missing',
  'finding-words-missing',
  'finding-not-met',
  'findings-not-applicable',
  'copies-always-required',
  'condition-not-applicable',
  'condition-missing',
] as const;
export type RoundRefusalCode = (typeof roundRefusalCodes)[number];
