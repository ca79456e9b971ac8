import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { ApiProblem, sendCsrfToken } from '../api/client.ts';
import { meQuery, sessionQuery } from '../api/queries.ts';
import { FailureAlert, Waiting } from '../layout/states.tsx';
import { useLanguage } from '../messages/language.tsx';
import { SignInPage } from '../pages/sign-in.page.tsx';

/** Shows the pages to whoever is signed in, and the way to sign in to everybody else. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient();
  const session = useQuery(sessionQuery);
  const signedIn = session.data?.signedIn === true;
  sendCsrfToken(session.data?.signedIn === true ? session.data.csrfToken : undefined);
  const me = useQuery({ ...meQuery, enabled: signedIn });

  const { suggest } = useLanguage();
  const rosterLanguage = me.data?.language;
  useEffect(() => suggest(rosterLanguage), [suggest, rosterLanguage]);

  // Whatever is answered 401 has found the session over: the pages give way to signing in.
  useEffect(
    () =>
      client.getQueryCache().subscribe(({ query }) => {
        const { error } = query.state;
        if (error instanceof ApiProblem && error.status === 401) client.setQueryData(['session'], { signedIn: false });
      }),
    [client],
  );

  if (session.isPending) return <Waiting />;
  if (session.isError) return <FailureAlert error={session.error} again={() => void session.refetch()} />;
  if (!signedIn) return <SignInPage />;
  if (me.isPending) return <Waiting />;
  if (me.isError) return <FailureAlert error={me.error} again={() => void me.refetch()} />;
  return children;
}
