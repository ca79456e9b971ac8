import { metBy, obligation, one, waivedBy, type Obligation } from './obligation.js';

const submissionOf = ({ requestId, submission }: { readonly requestId: string; readonly submission: number }): string =>
  `${requestId}/${submission}`;

/** C3, C5, C11: what follows when somebody asks and somebody decides. */
export const requestObligations: readonly Obligation[] = [
  obligation({
    id: 'submission-is-put-to-approvers',
    clause: 'C3',
    words: 'Every request that is handed in is put to those who must decide it.',
    on: 'sightline.exception-request.request-submitted.v1',
    withinHours: 24,
    owes: ({ data }) => one(submissionOf(data)),
    settledBy: [
      metBy('sightline.approval.round-opened.v1', ({ data }) => (data.about === 'review' ? [] : [submissionOf(data)])),
      waivedBy('sightline.exception-request.request-withdrawn.v1', ({ data }) => [submissionOf(data)]),
    ],
  }),
  obligation({
    id: 'silence-is-followed-up',
    clause: 'C3',
    words: 'A task that nobody decides in time is brought before somebody again: silence never approves.',
    on: 'sightline.approval.round-opened.v1',
    withinHours: 7 * 24,
    owes: ({ data }) => data.tasks.map(({ taskId, dueAt }) => ({ key: taskId, from: dueAt })),
    settledBy: [
      metBy('sightline.approval.task-decided.v1', ({ data }) => [data.taskId]),
      metBy('sightline.approval.task-escalated.v1', ({ data }) => [data.taskId]),
      metBy('sightline.approval.task-reminded.v1', ({ data }) => [data.taskId]),
      ...(
        [
          'sightline.approval.round-approved.v1',
          'sightline.approval.round-denied.v1',
          'sightline.approval.round-returned.v1',
          'sightline.approval.round-closed.v1',
          'sightline.approval.review-decided.v1',
        ] as const
      ).map((type) =>
        waivedBy(type, ({ data: { roundId } }, facts) =>
          facts
            .of('sightline.approval.round-opened.v1')
            .filter(({ data }) => data.roundId === roundId)
            .flatMap(({ data }) => data.tasks.map(({ taskId }) => taskId)),
        ),
      ),
    ],
  }),
  obligation({
    id: 'approval-becomes-the-requests',
    clause: 'C3',
    words: 'What the approvers agreed to is approved, or sent back when its period is over.',
    on: 'sightline.approval.round-approved.v1',
    withinHours: 24,
    owes: ({ data }) => one(data.roundId),
    settledBy: [
      metBy('sightline.exception-request.request-approved.v1', ({ data }) => [data.roundId]),
      metBy('sightline.exception-request.request-returned.v1', ({ data }) => [data.roundId]),
      waivedBy('sightline.exception-request.request-withdrawn.v1', ({ data: { requestId, submission } }, facts) =>
        facts
          .of('sightline.approval.round-approved.v1')
          .filter(({ data }) => data.requestId === requestId && data.submission === submission)
          .map(({ data }) => data.roundId),
      ),
    ],
  }),
  obligation({
    id: 'denial-becomes-the-requests',
    clause: 'C3',
    words: 'What one approver denied is denied.',
    on: 'sightline.approval.round-denied.v1',
    withinHours: 24,
    owes: ({ data }) => one(submissionOf(data)),
    settledBy: [
      metBy('sightline.exception-request.request-denied.v1', ({ data }) => [submissionOf(data)]),
      waivedBy('sightline.exception-request.request-withdrawn.v1', ({ data }) => [submissionOf(data)]),
    ],
  }),
  obligation({
    id: 'return-becomes-the-requests',
    clause: 'C3',
    words: 'What an approver sent back is with whoever asked.',
    on: 'sightline.approval.round-returned.v1',
    withinHours: 24,
    owes: ({ data }) => one(submissionOf(data)),
    settledBy: [
      metBy('sightline.exception-request.request-returned.v1', ({ data }) => [submissionOf(data)]),
      waivedBy('sightline.exception-request.request-withdrawn.v1', ({ data }) => [submissionOf(data)]),
    ],
  }),
  obligation({
    id: 'approval-brings-an-authorization',
    clause: 'C3',
    words: 'An approved request becomes an authorization.',
    on: 'sightline.exception-request.request-approved.v1',
    withinHours: 24,
    owes: ({ data }) => one(data.authorizationId),
    settledBy: [metBy('sightline.exception-request.authorization-activated.v1', ({ data }) => [data.authorizationId])],
  }),
  obligation({
    id: 'review-is-answered',
    clause: 'C3',
    words: 'What the approvers say about a live authorization comes into force.',
    on: 'sightline.approval.review-decided.v1',
    withinHours: 24,
    owes: ({ data }) => one(data.reviewId),
    settledBy: [
      metBy('sightline.exception-request.authorization-review-closed.v1', ({ data }) => [data.reviewId]),
      waivedBy('sightline.exception-request.authorization-ended.v1', ({ data: { authorizationId } }, facts) =>
        facts
          .of('sightline.approval.review-decided.v1')
          .filter(({ data }) => data.authorizationId === authorizationId)
          .map(({ data }) => data.reviewId),
      ),
    ],
  }),
];
