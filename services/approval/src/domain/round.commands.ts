import type {
  ApprovalSide,
  AskedFacts,
  DecisionOutcome,
  FindingsMet,
  RequestKind,
  ReviewAsked,
  ReviewOutcome,
  SubmissionChange,
  WordsCommitment,
} from '@sightline/contracts';
import type { PolicyVersion } from '@sightline/policy';

/** People who could decide one side of a submission. */
export interface SideCandidates {
  readonly side: ApprovalSide;
  readonly buildingId: string | null;
  readonly candidateIds: readonly string[];
}

/** An approval of the submission before, where nothing that it rested on has changed. */
export interface StandingApproval {
  readonly side: ApprovalSide;
  readonly buildingId: string | null;
  readonly deciderId: string;
  readonly copyCondition: boolean;
}

export interface OpenRound {
  readonly type: 'open';
  readonly roundId: string;
  readonly requestId: string;
  readonly submission: number;
  readonly kind: RequestKind;
  readonly requesterId: string;
  /** Null for a round about a request. */
  readonly review: (ReviewAsked & { readonly reviewId: string; readonly authorizationId: string }) | null;
  readonly asked: AskedFacts;
  readonly changed: readonly SubmissionChange[] | null;
  readonly standing: readonly StandingApproval[];
  /** The students named and their families: nobody acts on a matter in which they are a party. */
  readonly partyIds: readonly string[];
  readonly sides: readonly SideCandidates[];
  /** To whom a task goes up when nobody lawful is left on its side. */
  readonly escalationIds: readonly string[];
  readonly nextTaskId: () => string;
  readonly dueAt: string;
  /** When the first reminder or escalation is due. */
  readonly nextAt: string | null;
}

/** C5: whether each finding is met, and how long its words are. */
export interface FindingsGiven {
  readonly met: FindingsMet;
  readonly wordsLength: Readonly<Record<keyof FindingsMet, number>>;
}

/** What somebody does to one task. */
export interface ActOnTask<Type extends string> {
  readonly type: Type;
  readonly taskId: string;
  readonly by: string;
  /** Every roster record of the same natural person, where there are several (C3). */
  readonly alsoIds?: readonly string[] | undefined;
  /** The versions of the task that whoever acts has seen; left out when it does not matter. */
  readonly expected?: readonly number[] | undefined;
}

export interface DecideTask extends ActOnTask<'decide'> {
  /** The first three about a request, the others about a review. */
  readonly outcome: DecisionOutcome | ReviewOutcome;
  readonly findings: FindingsGiven | null;
  /** Unicode code points; null when left out. */
  readonly commentLength: number | null;
  readonly copyConditionLength: number | null;
  /** Commits to comment, findings' words and condition; null when nothing was written. */
  readonly words: WordsCommitment | null;
  /** The record of earlier words that say exactly the same: the decision is a repetition of the one that carries it. */
  readonly sameWordsAs: string | null;
  /** Set when several decisions of one request were given the same words. */
  readonly sharedWordsId: string | null;
  readonly policy: PolicyVersion;
}

export interface DelegateTask extends ActOnTask<'delegate'> {
  readonly toId: string;
  /** Every roster record of that natural person, where there are several. */
  readonly toAlsoIds?: readonly string[];
  /** An active employee of the district. */
  readonly toIsStaff: boolean;
  /** Who is a party now. */
  readonly partyIds: readonly string[];
  readonly until: string;
  readonly today: string;
  readonly commentLength: number | null;
  readonly words: WordsCommitment | null;
  readonly policy: PolicyVersion;
}

/** Who could decide each side now, as the roster stands and with whoever is absent replaced. */
export interface ReassignTasks {
  readonly type: 'reassign';
  readonly sides: readonly SideCandidates[];
  readonly partyIds: readonly string[];
  readonly escalationIds: readonly string[];
  /** The people of each step up, the first step first. */
  readonly ladder: readonly (readonly string[])[];
  /** Whoever cannot act now: absent, or no longer on the roster. */
  readonly unavailableIds: readonly string[];
  readonly reason: 'roster-change' | 'absence';
}

/** Time has passed: reminders and steps up that are due at `now`. */
export interface AdvanceTasks {
  readonly type: 'advance';
  /** RFC 3339, UTC. */
  readonly now: string;
  readonly partyIds: readonly string[];
  readonly ladder: readonly (readonly string[])[];
  readonly policy: PolicyVersion;
}

export interface CommentTask extends ActOnTask<'comment'> {
  readonly commentId: string;
  readonly commentLength: number;
  readonly words: WordsCommitment;
  readonly policy: PolicyVersion;
}

export type RoundCommand =
  | OpenRound
  | DecideTask
  | ActOnTask<'claim'>
  | ActOnTask<'return-to-pool'>
  | DelegateTask
  | ActOnTask<'revoke-delegation'>
  | { readonly type: 'end-delegations'; readonly today: string }
  | ReassignTasks
  | AdvanceTasks
  | CommentTask
  | { readonly type: 'close'; readonly reason: 'withdrawn' | 'overtaken' };

export const roundRefusalCodes = [
  'nobody-lawful',
  'unknown-task',
  'stale-version',
  'not-a-candidate',
  'party-cannot-decide',
  'four-eyes',
  'needed-elsewhere',
  'already-decided',
  'round-over',
  'claimed-by-another',
  'not-claimed',
  'not-delegated',
  'delegate-not-staff',
  'delegation-loop',
  'delegation-over',
  'outcome-not-applicable',
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
