import type {
  EventEnvelope,
  FamilyRelation,
  Medium,
  Purpose,
  RegisterState,
  RequestApproved,
  RequestDenied,
  RequestDraftDiscarded,
  RequestDrafted,
  RequestKind,
  RequestNotRequired,
  RequestReturned,
  RequestSubmitted,
  RequestWithdrawn,
  SubmissionChange,
} from '@sightline/contracts';
import { rowProjection } from '@sightline/event-store';

export type RequestStatus = 'draft' | 'submitted' | 'returned' | 'withdrawn' | 'not-required' | 'approved' | 'denied';

export interface RequestRow {
  request_id: string;
  case_id: string;
  status: RequestStatus;
  submission: number;
  kind: RequestKind | null;
  purpose: Purpose | null;
  requester_id: string;
  student_ids: readonly string[];
  own_family: readonly { readonly studentId: string; readonly relation: FamilyRelation }[];
  group_id: string | null;
  medium: Medium | null;
  starts_on: string | null;
  ends_on: string | null;
  register_state: RegisterState | null;
  words_record_id: string | null;
  round_id: string | null;
  authorization_id: string | null;
  policy_version: string;
  version: number;
  changed: readonly SubmissionChange[] | null;
  register: readonly RegisterState[] | null;
  renewal_of: string | null;
  joins: string | null;
  return_reason: 'sent-back' | 'period-over' | null;
  requester_building_ids: readonly string[] | null;
  student_building_ids: readonly string[] | null;
  created_at: string;
  updated_at: string;
}

type RequestEvent = (
  | RequestDrafted
  | RequestDraftDiscarded
  | RequestSubmitted
  | RequestNotRequired
  | RequestReturned
  | RequestDenied
  | RequestWithdrawn
  | RequestApproved
) &
  Pick<EventEnvelope, 'time' | 'correlationid' | 'policyversion' | 'subjectversion'>;

/** One row a request: where it stands, in ids. */
export const requestsProjection = rowProjection<RequestRow, RequestEvent>({
  table: 'requests',
  key: 'request_id',
  types: [
    'sightline.exception-request.request-drafted.v1',
    'sightline.exception-request.request-draft-discarded.v1',
    'sightline.exception-request.request-submitted.v1',
    'sightline.exception-request.request-not-required.v1',
    'sightline.exception-request.request-returned.v1',
    'sightline.exception-request.request-denied.v1',
    'sightline.exception-request.request-withdrawn.v1',
    'sightline.exception-request.request-approved.v1',
  ],
  keysOf: ({ data }) => [data.requestId],
  creates: ({ subjectversion }) => subjectversion === 1,
  evolve(row, event) {
    switch (event.type) {
      case 'sightline.exception-request.request-drafted.v1':
        return {
          ...begun(row, event, event.data.requesterId),
          status: 'draft',
          words_record_id: event.data.words.recordId,
        };
      case 'sightline.exception-request.request-draft-discarded.v1':
        return changed(row, event, { status: 'withdrawn', words_record_id: null });
      case 'sightline.exception-request.request-submitted.v1':
        return afterSubmission(row, event);
      case 'sightline.exception-request.request-not-required.v1':
        return {
          ...begun(row, event, event.data.requesterId),
          status: event.data.othersRemain ? 'submitted' : 'not-required',
          own_family: event.data.relations,
        };
      case 'sightline.exception-request.request-returned.v1':
        return changed(row, event, {
          status: 'returned',
          round_id: event.data.roundId,
          return_reason: event.data.reason ?? 'sent-back',
        });
      case 'sightline.exception-request.request-denied.v1':
        return changed(row, event, { status: 'denied', round_id: event.data.roundId });
      case 'sightline.exception-request.request-withdrawn.v1':
        return changed(row, event, { status: 'withdrawn' });
      case 'sightline.exception-request.request-approved.v1':
        return changed(row, event, {
          status: 'approved',
          round_id: event.data.roundId,
          authorization_id: event.data.authorizationId,
        });
    }
  },
});

const begun = (row: RequestRow | undefined, event: RequestEvent, requesterId: string): RequestRow => ({
  request_id: event.data.requestId,
  case_id: event.correlationid,
  status: 'submitted',
  submission: row?.submission ?? 0,
  kind: null,
  purpose: null,
  requester_id: requesterId,
  student_ids: [],
  own_family: row?.own_family ?? [],
  group_id: null,
  medium: null,
  starts_on: null,
  ends_on: null,
  register_state: null,
  words_record_id: null,
  round_id: null,
  authorization_id: null,
  policy_version: event.policyversion,
  version: event.subjectversion,
  changed: null,
  register: null,
  renewal_of: null,
  joins: null,
  return_reason: null,
  requester_building_ids: null,
  student_building_ids: null,
  created_at: row?.created_at ?? event.time,
  updated_at: event.time,
});

const afterSubmission = (row: RequestRow | undefined, event: RequestSubmitted & RequestEvent): RequestRow => {
  const { data } = event;
  return {
    ...begun(row, event, data.requesterId),
    submission: data.submission,
    kind: data.kind,
    purpose: data.purpose,
    student_ids: data.studentIds,
    group_id: data.groupId,
    medium: data.medium,
    starts_on: data.from,
    ends_on: data.until,
    register_state: data.registerState,
    words_record_id: data.words.recordId,
    changed: data.changed ?? null,
    register: data.register ?? null,
    renewal_of: data.renewalOf ?? null,
    joins: data.joins ?? null,
    requester_building_ids: data.requesterBuildingIds,
    student_building_ids: data.studentBuildingIds,
  };
};

const changed = (row: RequestRow | undefined, event: RequestEvent, change: Partial<RequestRow>): RequestRow | null =>
  row ? { ...row, ...change, version: event.subjectversion, updated_at: event.time } : null;
