import { useQuery } from '@tanstack/react-query';
import { authorizationQuery } from '../../api/queries.ts';
import type { Notice } from '../../api/resources.ts';
import { Card, Cards } from '../../layout/cards.tsx';
import { useDates, useText } from '../../messages/use-text.ts';

export const authorizationIdOf = ({ links }: Notice): string => links.authorization.split('/').at(-1)!;

/** Notices as a family reads them: who may write, by what. */
export function NoticeCards({
  notices,
  under = 'h1',
}: {
  readonly notices: readonly Notice[];
  readonly under?: 'h1' | 'h2';
}) {
  return (
    <Cards under={under}>
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </Cards>
  );
}

function NoticeCard({ notice }: { readonly notice: Notice }) {
  const text = useText();
  const { moment } = useDates();
  const { data: authorization } = useQuery(authorizationQuery(authorizationIdOf(notice)));
  const title =
    authorization === undefined
      ? text(`notice.occasion.${notice.occasion}`)
      : text('notice.headline', {
          staff: authorization.staff.displayName ?? text('notice.somebody'),
          medium: text(`medium.${authorization.medium}`),
        });
  return (
    <Card to={`/notices/${notice.id}`} title={title}>
      {text(`notice.occasion.${notice.occasion}`)} · {moment(notice.createdAt)}
    </Card>
  );
}
