import type { ExceptionRequest, RequestStatus } from '../../api/resources.ts';
import { Card, Cards, Status } from '../../layout/cards.tsx';
import { useDates, useText } from '../../messages/use-text.ts';

const tones: Readonly<Record<RequestStatus, 'open' | 'good' | 'bad' | 'over'>> = {
  draft: 'open',
  submitted: 'open',
  returned: 'bad',
  withdrawn: 'over',
  'not-required': 'good',
  approved: 'good',
  denied: 'bad',
};

export function RequestStatusWord({ status }: { readonly status: RequestStatus }) {
  const text = useText();
  return <Status tone={tones[status]}>{text(`request.status.${status}`)}</Status>;
}

/** What one asked, newest first. */
export function RequestCards({
  requests,
  under = 'h1',
}: {
  readonly requests: readonly ExceptionRequest[];
  readonly under?: 'h1' | 'h2';
}) {
  const text = useText();
  const { moment } = useDates();
  return (
    <Cards under={under}>
      {requests.map((request) => (
        <Card
          key={request.id}
          to={`/requests/${request.id}`}
          title={text('request.headline', {
            medium: request.channel === null ? text('request.kind.any') : text(`medium.${request.channel.medium}`),
            count: request.students.length + request.notRequired.length,
          })}
          status={<RequestStatusWord status={request.status} />}
        >
          {text('request.asked-at', { time: moment(request.createdAt) })}
        </Card>
      ))}
    </Cards>
  );
}
