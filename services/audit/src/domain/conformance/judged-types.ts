import { sightlineEventTypes, type SightlineEventType } from '@sightline/contracts';
import { obligations } from './obligations.js';

const ofRules: readonly SightlineEventType[] = [
  'sightline.exception-request.authorization-change-noted.v1',
  'sightline.exception-request.request-not-required.v1',
  'sightline.messaging-archive.messages-disclosed.v1',
];

/** The event types that an obligation or a rule reads: a case is judged by these, however many others it has. */
export const judgedTypes: readonly SightlineEventType[] = [
  ...new Set([
    ...obligations.flatMap(({ on, settledBy }) => [on, ...settledBy.map(({ type }) => type)]),
    ...ofRules,
    // Rounds are proved as whole streams.
    ...sightlineEventTypes.filter((type) => /^sightline\.approval\.(round|task|review)-/.test(type)),
  ]),
];
