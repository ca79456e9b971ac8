import type { RequestSubmitted } from '@sightline/contracts';
import type { ForeignProjection } from '@sightline/service-kit';

/** Who asked for what kind, so that a decision can be told to them; follows the log of `exception-request`. */
export const requestsProjection: ForeignProjection = {
  types: new Set<RequestSubmitted['type']>(['sightline.exception-request.request-submitted.v1']),
  async apply(transaction, events) {
    const requests = (events as readonly RequestSubmitted[]).map(({ data }) => data);
    await transaction.query({
      name: 'requests.submit',
      text: `insert into requests (request_id, requester_id, kind)
             select distinct on (request_id) * from unnest($1::uuid[], $2::uuid[], $3::text[]) as submitted (request_id, requester_id, kind)
             on conflict do nothing`,
      values: [
        requests.map(({ requestId }) => requestId),
        requests.map(({ requesterId }) => requesterId),
        requests.map(({ kind }) => kind),
      ],
    });
  },
};
