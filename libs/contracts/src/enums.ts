/** C3 asks for a channel outside the district's forms; C5 for a personal telephone in a class or activity. */
export const requestKinds = ['outside-channel', 'personal-phone'] as const;
export type RequestKind = (typeof requestKinds)[number];

/** C2: only a district purpose has a district form that can fall short. */
export const purposes = ['district', 'private'] as const;
export type Purpose = (typeof purposes)[number];

/** By what the staff member would communicate. */
export const media = [
  'text-message',
  'phone-call',
  'messaging-app',
  'social-network',
  'personal-email',
  'video-call',
  'other',
] as const;
export type Medium = (typeof media)[number];

/** Roles that the roster or an operator gives; the words are OneRoster 1.2's where it has one. */
export const rosterRoles = [
  'student',
  'teacher',
  'aide',
  'counselor',
  'principal',
  'guardian',
  'relative',
  'administrator',
  'technology',
  'auditor',
  'operator',
  'reviewer',
] as const;
export type RosterRole = (typeof rosterRoles)[number];

/** The side of the exception a task stands for: C3 has principal and technology, C5 the supervisor. */
export const approvalSides = ['principal', 'technology', 'supervisor'] as const;
export type ApprovalSide = (typeof approvalSides)[number];

export const decisionOutcomes = ['approve', 'deny', 'return'] as const;
export type DecisionOutcome = (typeof decisionOutcomes)[number];

/** What a review makes of an authorization: it goes on, it ends, or it goes on without one student. */
export const reviewOutcomes = ['keep', 'end', 'exclude-student'] as const;
export type ReviewOutcome = (typeof reviewOutcomes)[number];

/** What an amended submission may change against the one before. */
export const submissionChanges = ['students', 'channel', 'period', 'reason', 'shortfall', 'purpose'] as const;
export type SubmissionChange = (typeof submissionChanges)[number];

/** What a member of staff uses with students (C9). */
export const registeredMediumKinds = ['page', 'account', 'group', 'channel', 'other'] as const;
export type RegisteredMediumKind = (typeof registeredMediumKinds)[number];

/** How a parent gets to see it (C9); `none` is a finding. */
export const waysIn = ['open-to-all', 'guardians-join', 'shown-on-request', 'none'] as const;
export type WayIn = (typeof waysIn)[number];

/** Why a notice is sent (C6). */
export const noticeOccasions = ['approval', 'late-joiner', 'change', 'end'] as const;
export type NoticeOccasion = (typeof noticeOccasions)[number];

/** What a notice of a `change` is about: a student takes no part any more, or a colleague joined the same activity (C5). */
export const noticeChanges = ['student-left', 'staff-joined'] as const;
export type NoticeChange = (typeof noticeChanges)[number];

/** By what a notice reaches a family (C6). */
export const noticeChannels = ['email', 'text-message', 'letter'] as const;
export type NoticeChannel = (typeof noticeChannels)[number];

/** Whether staff get each alert by itself or one mail a day. */
export const alertDeliveries = ['each', 'daily'] as const;
export type AlertDelivery = (typeof alertDeliveries)[number];

/** What an alert to staff is about. */
export const alertKinds = [
  'task-opened',
  'task-reminded',
  'task-escalated',
  'task-delegated',
  'task-reassigned',
  'substitute-named',
  'request-returned',
  'request-denied',
  'request-approved',
  'authorization-ending-soon',
  'authorization-ended',
  'roster-changed',
  'supervisor-proposed',
  'guardian-proposed',
  'text-reply-received',
] as const;
export type AlertKind = (typeof alertKinds)[number];

/** How an authorization came to its end. */
export type AuthorizationEnd = 'expired' | 'revoked' | 'withdrawn';

/** C4: the relation in the roster that makes a request unnecessary. */
export type FamilyRelation = 'own-child' | 'sibling';

/** On whose behalf an authorization ends. */
export type EndingSide = ApprovalSide | 'requester' | 'system';

/** What in the roster can touch a live authorization; what follows from each is one table in `@sightline/policy`. */
export const rosterChanges = [
  'student-left-district',
  'student-left-school',
  'student-left-group',
  'group-dropped',
  'staff-left-district',
  'staff-left-group',
  'staff-moved',
  'supervisor-changed',
  'staff-restricted',
  'guardian-restricted',
  'guardians-changed',
  'became-own-family',
] as const;
export type RosterChange = (typeof rosterChanges)[number];

/** Why a live authorization is looked at again. */
export type ReviewReason = 'form-available-again' | 'policy-version' | 'roster-change' | 'objection';

/** What became of a review; `overtaken` when the authorization ended by something else first. */
export type ReviewResult = 'kept' | 'ended' | 'student-excluded' | 'overtaken';

/** Why nothing is sent to a webhook any more: its address said that it is gone, or took nothing for days. */
export const webhookDisableReasons = ['gone', 'failing'] as const;
export type WebhookDisableReason = (typeof webhookDisableReasons)[number];
