import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, NavLink } from 'react-router';
import { post } from '../api/client.ts';
import { meQuery, sessionQuery } from '../api/queries.ts';
import { LanguageSwitch } from '../messages/language-switch.tsx';
import { useText } from '../messages/use-text.ts';
import { isFamily, isStaff } from '../session/roles.ts';

/** What every page has around it: the way past it, the name, the ways to the other pages, the language, the way out. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const text = useText();
  const signedIn = useQuery(sessionQuery).data?.signedIn === true;
  return (
    <>
      <a className="usa-skipnav" href="#content">
        {text('frame.skip')}
      </a>
      <header className="frame-header">
        <div className="grid-container frame-bar">
          <Link className="frame-name" to="/">
            {text('app.name')}
          </Link>
          <LanguageSwitch />
          {signedIn && <SignedInAs />}
        </div>
        {signedIn && <Ways />}
      </header>
      <main id="content" tabIndex={-1} className="grid-container frame-content">
        {children}
      </main>
      <footer className="frame-footer">
        <div className="grid-container">{text('frame.footer')}</div>
      </footer>
    </>
  );
}

function SignedInAs() {
  const text = useText();
  const client = useQueryClient();
  const me = useQuery(meQuery).data;
  const signOut = async (): Promise<void> => {
    const { goTo } = await post<{ goTo: string }>('/sign-out', {}, crypto.randomUUID());
    client.clear();
    window.location.assign(goTo);
  };
  return (
    <div className="frame-person">
      {me && <span>{me.displayName}</span>}
      <button type="button" className="usa-button usa-button--unstyled" onClick={() => void signOut()}>
        {text('frame.sign-out')}
      </button>
    </div>
  );
}

function Ways() {
  const text = useText();
  const me = useQuery(meQuery).data;
  if (!me) return null;
  const ways = [
    ['/', text('frame.home')],
    ...(isStaff(me)
      ? ([
          ['/tasks', text('tasks.title')],
          ['/ask', text('ask.title')],
          ['/requests', text('requests.title')],
        ] as const)
      : []),
    ...(isFamily(me) ? ([['/notices', text('notices.title')]] as const) : []),
    ...(isStaff(me) || isFamily(me)
      ? ([
          ['/messages', text('messages.way')],
          ['/media', text('media.way')],
        ] as const)
      : []),
  ] as const;
  return (
    <nav className="grid-container" aria-label={text('frame.ways')}>
      <ul className="frame-ways">
        {ways.map(([to, name]) => (
          <li key={to}>
            <NavLink to={to!} end={to === '/'}>
              {name}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
