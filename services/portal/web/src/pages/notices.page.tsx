import { useQuery } from '@tanstack/react-query';
import { noticesQuery } from '../api/queries.ts';
import { Page } from '../layout/page.tsx';
import { Loaded, Nothing } from '../layout/states.tsx';
import { useText } from '../messages/use-text.ts';
import { NoticeCards } from './notices/notice-cards.tsx';

/** What a family was told (C6). */
export function NoticesPage() {
  const text = useText();
  const notices = useQuery(noticesQuery);
  return (
    <Page title={text('notices.title')}>
      <p className="usa-intro">{text('notices.intro')}</p>
      <Loaded query={notices}>
        {({ items, next }) =>
          items.length === 0 ? (
            <Nothing>{text('notices.none')}</Nothing>
          ) : (
            <>
              <NoticeCards notices={items} />
              {next !== null && <p>{text('list.newest-only')}</p>}
            </>
          )
        }
      </Loaded>
      <p>{text('notice.not-monitored')}</p>
    </Page>
  );
}
