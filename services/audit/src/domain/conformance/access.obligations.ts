import { metBy, obligation, one, type Obligation } from './obligation.js';

/** C7, C8, C9: who may look, until when, and what is handed over. */
export const accessObligations: readonly Obligation[] = [
  obligation({
    id: 'supervisor-may-look',
    clause: 'C7',
    words: 'Where copies are due the supervisor may look within a day, or it is named that the roster has none.',
    on: 'sightline.exception-request.authorization-activated.v1',
    withinHours: 24,
    owes: ({ data }) => (data.copiesRequired ? one(data.authorizationId) : []),
    settledBy: [
      metBy('sightline.messaging-archive.access-granted.v1', ({ data }) => [data.authorizationId]),
      metBy('sightline.messaging-archive.access-grant-pending.v1', ({ data }) => [data.authorizationId]),
    ],
  }),
  obligation({
    id: 'supervisors-access-ends',
    clause: 'C7',
    words: 'With an authorization the supervisor’s access ends for whatever comes later.',
    on: 'sightline.exception-request.authorization-ended.v1',
    withinHours: 24,
    owes: ({ data: { authorizationId } }, facts) =>
      facts
        .of('sightline.messaging-archive.access-granted.v1')
        .filter(({ data }) => data.authorizationId === authorizationId)
        .map(({ data }) => ({ key: data.grantId })),
    settledBy: [metBy('sightline.messaging-archive.access-grant-ended.v1', ({ data }) => [data.grantId])],
  }),
  obligation({
    id: 'records-are-handed-over',
    clause: 'C8',
    words: 'Whoever is asked for records states by the due date that they are complete.',
    on: 'sightline.messaging-archive.records-request-opened.v1',
    withinHours: 48,
    owes: ({ data }) => (data.origin === 'supervisor' ? one(data.recordsRequestId, `${data.dueOn}T00:00:00Z`) : []),
    settledBy: [
      metBy('sightline.messaging-archive.records-request-attested.v1', ({ data }) => [data.recordsRequestId]),
    ],
  }),
  obligation({
    id: 'parents-get-what-they-ask-for',
    clause: 'C9',
    words: 'What a guardian asks for beyond the archive is answered by the due date.',
    on: 'sightline.messaging-archive.records-request-opened.v1',
    withinHours: 48,
    owes: ({ data }) => (data.origin === 'guardian' ? one(data.recordsRequestId, `${data.dueOn}T00:00:00Z`) : []),
    settledBy: [
      metBy('sightline.messaging-archive.records-request-attested.v1', ({ data }) => [data.recordsRequestId]),
    ],
  }),
];
