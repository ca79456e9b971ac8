import { Button } from '@trussworks/react-uswds';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiProblem, type Problem } from '../api/client.ts';
import { useText } from '../messages/use-text.ts';
import { Message } from './message.tsx';

/** While something is on its way. */
export function Waiting() {
  const text = useText();
  return (
    <p className="waiting" role="status">
      {text('state.loading')}
    </p>
  );
}

/** There is nothing yet, and what to do about it. */
export function Nothing({ children }: { readonly children: ReactNode }) {
  return <div className="nothing">{children}</div>;
}

const kindOf = (error: unknown): 'not-found' | 'unreachable' | 'failed' => {
  const status = error instanceof ApiProblem ? error.status : 500;
  if (status === 404 || status === 403) return 'not-found';
  return status === 0 || status === 503 || status === 429 || status === 502 ? 'unreachable' : 'failed';
};

/** Why a page cannot be shown: it is not for this person, nobody answers, or something broke. */
export function FailureAlert({ error, again }: { readonly error: unknown; readonly again: () => void }) {
  const text = useText();
  const kind = kindOf(error);
  return (
    <Message
      type={kind === 'not-found' ? 'info' : 'error'}
      headingLevel="h2"
      heading={text(`state.${kind}.title`)}
      role="alert"
    >
      {text(`state.${kind}.body`)}
      {kind !== 'not-found' && (
        <Button type="button" unstyled className="display-block margin-top-1" onClick={again}>
          {text('state.again')}
        </Button>
      )}
    </Message>
  );
}

/** What a query found, or where it stands. Data that is there stays visible while it is read again. */
export function Loaded<Data>({
  query,
  children,
}: {
  readonly query: UseQueryResult<Data>;
  readonly children: (data: Data) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <FailureAlert error={query.error} again={() => void query.refetch()} />;
  return <Waiting />;
}

/** A refusal or failure of a change, with the clause that says no and what can be done instead. */
export function RefusalAlert({ error }: { readonly error: unknown }) {
  const text = useText();
  if (error === null || error === undefined) return null;
  const problem = error instanceof ApiProblem ? error.problem : undefined;
  const known = problem !== undefined && problem.status >= 400 && problem.status < 500;
  return (
    <Message type="error" headingLevel="h3" heading={text('refusal.title')} role="alert">
      {known ? <Refusal problem={problem} /> : text('state.unreachable.body')}
    </Message>
  );
}

/** The rules answer in English. */
function Refusal({ problem }: { readonly problem: Problem }) {
  const text = useText();
  const details = new Set((problem.errors ?? []).map(({ detail }) => detail));
  return (
    <>
      {text('refusal.language')}{' '}
      <span lang="en">
        {[problem.detail ?? problem.title, problem.remedy].filter(Boolean).join(' ')}
        {details.size > 0 && !details.has(problem.detail ?? '') && (
          <ul>
            {[...details].map((detail) => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        )}
      </span>
      {problem.clause && <p>{text('clause.named', { clause: problem.clause })}</p>}
    </>
  );
}
