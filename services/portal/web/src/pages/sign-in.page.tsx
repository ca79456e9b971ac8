import { useLocation } from 'react-router';
import { Page } from '../layout/page.tsx';
import { useText } from '../messages/use-text.ts';

/** In place of any page, for whoever is not signed in; after signing in the page opens that was asked for. */
export function SignInPage() {
  const text = useText();
  const { pathname, search } = useLocation();
  return (
    <Page title={text('sign-in.title')}>
      <p className="usa-intro">{text('sign-in.intro')}</p>
      <p>
        <a className="usa-button usa-button--big" href={`/sign-in?returnTo=${encodeURIComponent(pathname + search)}`}>
          {text('sign-in.button')}
        </a>
      </p>
      <p>{text('sign-in.after')}</p>
    </Page>
  );
}
