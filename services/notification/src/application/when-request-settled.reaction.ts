import type { RequestApproved, RequestDenied, RequestReturned } from '@sightline/contracts';
import type { Clock, Reaction } from '@sightline/service-kit';
import { requestersOf } from '../read-models/requests/requests.queries.js';
import { raiseAlerts, type Alerting } from './raise-alerts.js';

type RequestSettled = RequestReturned | RequestDenied | RequestApproved;

const kindOf: Readonly<Record<RequestSettled['type'], Alerting['kind']>> = {
  'sightline.exception-request.request-returned.v1': 'request-returned',
  'sightline.exception-request.request-denied.v1': 'request-denied',
  'sightline.exception-request.request-approved.v1': 'request-approved',
};

/** Whoever asked hears what became of it (C3, C5). */
export const whenRequestSettled = (clock: Clock): Reaction => ({
  types: new Set(Object.keys(kindOf)),
  async react(transaction, envelopes) {
    const events = envelopes as readonly RequestSettled[];
    const requesters = await requestersOf(
      transaction,
      events.map(({ data }) => data.requestId),
    );
    return raiseAlerts(
      events.map((cause) => {
        const { requestId, roundId } = cause.data;
        const requesterId = requesters.get(requestId);
        return {
          ...{ cause, setId: requestId, kind: kindOf[cause.type], requestId, roundId },
          alerted: requesterId === undefined ? [] : [{ personId: requesterId, taskId: null }],
        };
      }),
      clock,
    );
  },
});
