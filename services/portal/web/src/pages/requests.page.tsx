import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { meQuery, requestsQuery } from '../api/queries.ts';
import { Page } from '../layout/page.tsx';
import { Loaded, Nothing } from '../layout/states.tsx';
import { useText } from '../messages/use-text.ts';
import { RequestCards } from './requests/request-cards.tsx';

/** What the visitor asked, with where it stands. */
export function RequestsPage() {
  const text = useText();
  const me = useQuery(meQuery).data!;
  const requests = useQuery(requestsQuery);
  return (
    <Page title={text('requests.title')}>
      <p>
        <Link className="usa-button" to="/ask">
          {text('ask.title')}
        </Link>
      </p>
      <Loaded query={requests}>
        {({ items, next }) => {
          const own = items.filter(({ requester }) => requester.id === me.id);
          if (own.length === 0) return <Nothing>{text('requests.none')}</Nothing>;
          return (
            <>
              <RequestCards requests={own} />
              {next !== null && <p>{text('list.newest-only')}</p>}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
