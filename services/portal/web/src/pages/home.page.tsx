import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { meQuery, noticesQuery, requestsQuery, taskCountsQuery } from '../api/queries.ts';
import { Page } from '../layout/page.tsx';
import { Loaded } from '../layout/states.tsx';
import { useText } from '../messages/use-text.ts';
import { isFamily, isStaff } from '../session/roles.ts';
import { NoticeCards } from './notices/notice-cards.tsx';
import { RequestCards } from './requests/request-cards.tsx';

const shownMax = 3;

/** What there is to do for whoever is signed in. */
export function HomePage() {
  const text = useText();
  const me = useQuery(meQuery).data!;
  const [staff, family] = [isStaff(me), isFamily(me)];
  return (
    <Page title={text('home.title', { name: me.displayName ?? '' })}>
      {staff && <TasksToDo />}
      {family && <NewNotices />}
      {staff && <OwnRequests personId={me.id} />}
      {!staff && !family && <p className="usa-intro">{text('home.nothing')}</p>}
    </Page>
  );
}

function TasksToDo() {
  const text = useText();
  const counts = useQuery(taskCountsQuery(''));
  return (
    <section aria-labelledby="home-tasks" className="home-part">
      <h2 id="home-tasks">{text('home.tasks')}</h2>
      <Loaded query={counts}>
        {({ open, overdue }) => (
          <>
            <p>
              {text('tasks.count', { count: open })}
              {overdue > 0 && <> · {text('tasks.overdue', { count: overdue })}</>}
            </p>
            {open > 0 && (
              <Link className="usa-button" to="/tasks">
                {text('home.tasks.open')}
              </Link>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}

function NewNotices() {
  const text = useText();
  const notices = useQuery(noticesQuery);
  return (
    <section aria-labelledby="home-notices" className="home-part">
      <h2 id="home-notices">{text('notices.title')}</h2>
      <Loaded query={notices}>
        {({ items }) => (
          <>
            {items.length === 0 ? (
              <p>{text('notices.none')}</p>
            ) : (
              <NoticeCards under="h2" notices={items.slice(0, shownMax)} />
            )}
            {items.length > shownMax && (
              <Link className="usa-link" to="/notices">
                {text('home.all')}
              </Link>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}

function OwnRequests({ personId }: { readonly personId: string }) {
  const text = useText();
  const requests = useQuery(requestsQuery);
  return (
    <section aria-labelledby="home-requests" className="home-part">
      <h2 id="home-requests">{text('requests.title')}</h2>
      <Loaded query={requests}>
        {({ items }) => {
          const own = items.filter(({ requester }) => requester.id === personId);
          return (
            <>
              {own.length === 0 ? (
                <p>{text('requests.none')}</p>
              ) : (
                <RequestCards under="h2" requests={own.slice(0, shownMax)} />
              )}
              <p>
                <Link className="usa-button usa-button--outline" to="/ask">
                  {text('ask.title')}
                </Link>
              </p>
              {own.length > shownMax && (
                <Link className="usa-link" to="/requests">
                  {text('home.all')}
                </Link>
              )}
            </>
          );
        }}
      </Loaded>
    </section>
  );
}
