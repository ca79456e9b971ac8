import { Button } from '@trussworks/react-uswds';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { disclosuresQuery, meQuery } from '../api/queries.ts';
import type { Disclosure } from '../api/archive-resources.ts';
import { ClauseText } from '../layout/clause-text.tsx';
import { nameOf } from '../layout/request-facts.tsx';
import { Page } from '../layout/page.tsx';
import { FailureAlert, Nothing, Waiting } from '../layout/states.tsx';
import { useDates, useText } from '../messages/use-text.ts';

/** Who has looked at the messages of one's child, or in one's own name (C9). */
export function LooksPage() {
  const text = useText();
  const looks = useInfiniteQuery(disclosuresQuery);
  const all = looks.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Page title={text('looks.title')}>
      <p className="usa-intro">{text('looks.intro')}</p>
      {looks.isPending && <Waiting />}
      {looks.isError && <FailureAlert error={looks.error} again={() => void looks.refetch()} />}
      {looks.isSuccess && (all.length === 0 ? <Nothing>{text('looks.none')}</Nothing> : <Looks looks={all} />)}
      {looks.hasNextPage && (
        <Button type="button" outline disabled={looks.isFetchingNextPage} onClick={() => void looks.fetchNextPage()}>
          {text('list.more')}
        </Button>
      )}
      <ClauseText clause="C9" />
    </Page>
  );
}

function Looks({ looks }: { readonly looks: readonly Disclosure[] }) {
  const text = useText();
  const { moment } = useDates();
  const me = useQuery(meQuery).data!;
  return (
    <ol className="cards">
      {looks.map(({ id, createdAt, act, basis, viewer, messages }) => (
        <li key={id} className="card">
          <div className="card-body">
            <p>
              <strong>
                {viewer === null ? text('looks.family') : viewer.id === me.id ? text('looks.you') : nameOf(viewer)}
              </strong>{' '}
              {text(`looks.act.${act}`, { count: messages.length })}
            </p>
            <p className="card-more">
              {moment(createdAt)} · {text(`looks.basis.${basis}`)}
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}
