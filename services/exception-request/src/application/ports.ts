import type { JoinedAuthorization, RenewedAuthorization, SubmitRequest, WordsCompared } from '../domain/index.js';

/** What the roster and the register say about a submission, looked up at the moment of the request. */
export type SubmissionFacts = Pick<
  SubmitRequest,
  'requester' | 'students' | 'group' | 'family' | 'districtForm' | 'register'
>;

export interface SubmissionQuestion {
  readonly requesterId: string;
  /** By uuid or OneRoster `sourcedId`. */
  readonly students: readonly string[];
  readonly group: string | undefined;
  readonly districtFormId: string | undefined;
}

/** The roster as this service keeps it. A fixed number of statements, whatever the number of students. */
export interface RosterFacts {
  lookUp(question: SubmissionQuestion): Promise<SubmissionFacts>;
}

/** The words of a submission with the record that the event names. */
export interface KeptWords {
  readonly recordId: WordsCompared['recordId'];
  readonly words: {
    readonly reason: string;
    readonly channelAddress: string | null;
    readonly shortfallWhy: string | null;
  };
}

export interface WrittenRequests {
  /** Of the submission that stands; undefined for a draft, an unknown request, and words that were disposed of. */
  lastWords(requestId: string): Promise<KeptWords | undefined>;
}

/** The authorizations that a new request may follow on or join. */
export interface StandingAuthorizations {
  /** What the request became; undefined when it became nothing. */
  renewedBy(requestId: string): Promise<RenewedAuthorization | undefined>;
  joined(authorizationId: string): Promise<JoinedAuthorization>;
}
