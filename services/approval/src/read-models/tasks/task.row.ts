import type {
  ApprovalSide,
  DecisionOutcome,
  Medium,
  Purpose,
  RequestKind,
  ReviewOutcome,
  SubmissionChange,
} from '@sightline/contracts';

export const taskStatuses = ['open', 'approved', 'denied', 'returned', 'closed'] as const;
export type TaskStatus = (typeof taskStatuses)[number];

/** One row a task; `Moment` is a text on its way into the table and a Date on its way out. */
export interface TaskRow<Moment = string> {
  task_id: string;
  round_id: string;
  request_id: string;
  case_id: string;
  submission: number;
  kind: RequestKind;
  requester_id: string;
  side: ApprovalSide;
  assignee_id: string | null;
  candidate_ids: string[];
  building_id: string | null;
  status: TaskStatus;
  outcome: DecisionOutcome | null;
  decided_by: string | null;
  policy_version: string;
  due_at: Moment;
  created_at: Moment;
  decided_at: Moment | null;
  about: 'request' | 'review';
  review_id: string | null;
  authorization_id: string | null;
  review_reason: string | null;
  /** The student for whom a guardian objected, and that guardian. */
  review_student_id: string | null;
  review_guardian_id: string | null;
  purpose: Purpose | null;
  medium: Medium | null;
  /** What the register said of the form that falls short, at the moment of the request (C2). */
  register_available: boolean | null;
  similar_key: string | null;
  /** What differs from the submission before; null for the first one. */
  changed: SubmissionChange[] | null;
  delegated_by_ids: string[];
  /** A date. */
  delegated_until: string | null;
  reminders: number;
  steps: number;
  next_at: Moment | null;
  review_outcome: ReviewOutcome | null;
  copy_condition: boolean;
  words_id: string | null;
  shared_words_id: string | null;
  /** Of the round's stream, when the task last changed. */
  version: number;
}

/** A row as the database gives it. */
export type StoredTask = TaskRow<Date>;
