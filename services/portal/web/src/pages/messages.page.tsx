import { Button, Label, TextInput } from '@trussworks/react-uswds';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { meQuery, messagesQuery } from '../api/queries.ts';
import { ClauseText } from '../layout/clause-text.tsx';
import { Page } from '../layout/page.tsx';
import { FailureAlert, Nothing, Waiting } from '../layout/states.tsx';
import { useText } from '../messages/use-text.ts';
import { isStaff } from '../session/roles.ts';
import { MessageCards } from './messages/message-cards.tsx';

const passedOn = ['authorization', 'student', 'person', 'q'] as const;

/** What is archived and open to the visitor: own child, own name, or whom one supervises (C7, C9). */
export function MessagesPage() {
  const text = useText();
  const staff = isStaff(useQuery(meQuery).data!);
  const [search, setSearch] = useSearchParams();
  const conditions = new URLSearchParams();
  for (const name of passedOn)
    if ((search.get(name) ?? '').trim() !== '') conditions.set(name, search.get(name)!.trim());
  const found = useInfiniteQuery(messagesQuery(conditions.toString()));
  const messages = found.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Page title={text(staff ? 'messages.title.staff' : 'messages.title.family')}>
      <p className="usa-intro">{text(staff ? 'messages.intro.staff' : 'messages.intro.family')}</p>
      <SearchForm
        words={search.get('q') ?? ''}
        look={(words) =>
          setSearch((before) => {
            if (words === '') before.delete('q');
            else before.set('q', words);
            return before;
          })
        }
      />
      {found.isPending && <Waiting />}
      {found.isError && <FailureAlert error={found.error} again={() => void found.refetch()} />}
      {found.isSuccess &&
        (messages.length === 0 ? (
          <Nothing>{text(conditions.has('q') ? 'messages.none-found' : 'messages.none')}</Nothing>
        ) : (
          <MessageCards messages={messages} />
        ))}
      {found.hasNextPage && (
        <Button type="button" outline disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {text('list.more')}
        </Button>
      )}
      <p>
        {text('messages.recorded')}{' '}
        <Link className="usa-link" to="/looks">
          {text('messages.who-looked')}
        </Link>
      </p>
      <ClauseText clause={staff ? 'C7' : 'C9'} />
    </Page>
  );
}

/** Looks only when it is sent: each answer is a look. */
function SearchForm({ words, look }: { readonly words: string; readonly look: (words: string) => void }) {
  const text = useText();
  const [typed, setTyped] = useState(words);
  return (
    <form
      role="search"
      className="message-search"
      onSubmit={(event) => {
        event.preventDefault();
        look(typed.trim());
      }}
    >
      <Label htmlFor="q">{text('messages.search')}</Label>
      <span className="usa-hint" id="q-hint">
        {text('messages.search.hint')}
      </span>
      <TextInput
        id="q"
        name="q"
        type="text"
        autoComplete="off"
        maxLength={500}
        aria-describedby="q-hint"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button type="submit" outline>
        {text('messages.search.button')}
      </Button>
    </form>
  );
}
