import { Link } from 'react-router';
import { Page } from '../layout/page.tsx';
import { useText } from '../messages/use-text.ts';

export function NotFoundPage() {
  const text = useText();
  return (
    <Page title={text('state.not-found.title')}>
      <p>{text('state.not-found.body')}</p>
      <p>
        <Link className="usa-link" to="/">
          {text('frame.home')}
        </Link>
      </p>
    </Page>
  );
}
