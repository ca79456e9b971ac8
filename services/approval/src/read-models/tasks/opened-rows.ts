import type { EventEnvelope, RoundOpened } from '@sightline/contracts';
import type { TaskRow } from './task.row.js';

type Opened = RoundOpened & Pick<EventEnvelope, 'time' | 'correlationid' | 'policyversion' | 'subjectversion'>;

/** Tasks of one person that can be decided alike: the same side, matter, channel, purpose and state of the register. */
const similarKey = ({ kind, about = 'request', asked, review }: RoundOpened['data'], side: string): string =>
  [
    ...[about, review?.reason ?? '', kind, side, asked?.purpose ?? '', asked?.medium ?? ''],
    ...[asked?.registerState?.districtFormId ?? '', String(asked?.registerState?.available ?? '')],
  ].join('/');

/** The rows of a round's tasks; an approval carried over from the submission before is decided from the beginning. */
export const openedRows = ({ data, time, correlationid, policyversion, subjectversion }: Opened): TaskRow[] =>
  data.tasks.map((task) => {
    const carried = data.carried?.find(({ taskId }) => taskId === task.taskId);
    return {
      task_id: task.taskId,
      round_id: data.roundId,
      request_id: data.requestId,
      case_id: correlationid,
      submission: data.submission,
      kind: data.kind,
      requester_id: data.requesterId,
      side: task.side,
      assignee_id: task.assigneeId,
      candidate_ids: [...task.candidateIds],
      building_id: task.buildingId,
      status: carried ? 'approved' : 'open',
      outcome: carried ? 'approve' : null,
      decided_by: carried?.deciderId ?? null,
      policy_version: policyversion,
      due_at: task.dueAt,
      created_at: time,
      decided_at: carried ? time : null,
      about: data.about ?? 'request',
      review_id: data.reviewId ?? null,
      authorization_id: data.authorizationId ?? null,
      review_reason: data.review?.reason ?? null,
      review_student_id: data.review?.objection?.studentId ?? null,
      review_guardian_id: data.review?.objection?.guardianId ?? null,
      purpose: data.asked?.purpose ?? null,
      medium: data.asked?.medium ?? null,
      register_available: data.asked?.registerState?.available ?? null,
      similar_key: similarKey(data, task.side),
      changed: data.changed ? [...data.changed] : null,
      delegated_by_ids: [],
      delegated_until: null,
      reminders: 0,
      steps: 0,
      next_at: task.nextAt ?? null,
      review_outcome: null,
      copy_condition: carried?.copyCondition ?? false,
      words_id: null,
      shared_words_id: null,
      version: subjectversion,
    };
  });
