import type { RecordsRequestOrigin, WordsCommitment } from '@sightline/contracts';
import type { RecordsRules } from './records-rules.js';

export interface OpenRecordsRequest {
  readonly type: 'open';
  readonly recordsRequestId: string;
  readonly askedById: string;
  /** How the caller stands to the member of staff and to every one of the students; null when not at all. */
  readonly origin: RecordsRequestOrigin | null;
  readonly staffId: string;
  readonly isStaff: boolean;
  readonly supervisorId: string | null;
  readonly studentIds: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly today: string;
  readonly earlierRequests: number;
  readonly words: WordsCommitment | null;
  readonly wordsLength: number;
  readonly rules: RecordsRules;
}

export interface FulfilRecordsRequest {
  readonly type: 'fulfil';
  readonly by: string;
  readonly importIds: readonly string[];
  readonly messageIds: readonly string[];
  /** Those named that are not the staff member's own in this archive. */
  readonly foreign: readonly string[];
}

export interface AttestRecordsRequest {
  readonly type: 'attest';
  readonly by: string;
  readonly words: WordsCommitment;
  readonly wordsLength: number;
  /** The withheld items, each with its reason in words. */
  readonly withheld: readonly { readonly itemLength: number; readonly reasonLength: number }[];
  readonly inArchive: number;
  readonly today: string;
  readonly rules: RecordsRules;
}

export interface RecordsRequestComesDue {
  readonly type: 'come-due';
  readonly today: string;
}

export type RecordsRequestCommand =
  OpenRecordsRequest | FulfilRecordsRequest | AttestRecordsRequest | RecordsRequestComesDue;

export type RecordsRequestRefusalCode =
  | 'records-request-not-yours'
  | 'not-staff'
  | 'own-records'
  | 'students-missing'
  | 'too-many-students'
  | 'period-backwards'
  | 'period-in-future'
  | 'period-too-long'
  | 'text-too-long'
  | 'nothing-handed-over'
  | 'not-in-archive'
  | 'statement-missing'
  | 'withheld-without-reason'
  | 'records-request-closed';
