import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { authorizationQuery, coverageQuery, meQuery, requestQuery } from '../api/queries.ts';
import type { ExceptionRequest } from '../api/resources.ts';
import { ClauseText } from '../layout/clause-text.tsx';
import { Page } from '../layout/page.tsx';
import { nameOf, RequestFacts, ShortfallFacts } from '../layout/request-facts.tsx';
import { Loaded } from '../layout/states.tsx';
import { useText } from '../messages/use-text.ts';
import { Answers } from './request/answers.tsx';
import { Timeline } from './request/timeline.tsx';
import { TakeBack } from './request/take-back.tsx';
import { RequestStatusWord } from './requests/request-cards.tsx';

/** One request with its way so far: asked, decided, families told, in force, ended. */
export function RequestPage() {
  const text = useText();
  const { id = '' } = useParams();
  const request = useQuery(requestQuery(id));
  return (
    <Page title={text('request.title')}>
      <Loaded query={request}>{(found) => <WholeRequest request={found} />}</Loaded>
    </Page>
  );
}

function WholeRequest({ request }: { readonly request: ExceptionRequest }) {
  const text = useText();
  const me = useQuery(meQuery).data!;
  const has = request.authorization !== null;
  const authorization = useQuery({ ...authorizationQuery(request.authorization ?? ''), enabled: has }).data;
  const coverage = useQuery({ ...coverageQuery(request.authorization ?? ''), enabled: has }).data;
  const own = request.requester.id === me.id;
  return (
    <>
      <p>
        <RequestStatusWord status={request.status} />
      </p>
      {request.status === 'returned' && own && (
        <p>
          {text(request.returnReason === 'period-over' ? 'request.returned.late' : 'request.returned.next')}{' '}
          <Link className="usa-button" to={`/ask?amend=${request.id}`}>
            {text('request.amend')}
          </Link>
        </p>
      )}
      <Answers requestId={request.id} />
      <section aria-labelledby="request-way">
        <h2 id="request-way">{text('timeline.title')}</h2>
        <Timeline request={request} authorization={authorization} coverage={coverage} />
      </section>
      {request.notRequired.length > 0 && (
        <section aria-labelledby="request-family">
          <h2 id="request-family">{text('request.family')}</h2>
          <ul className="usa-list">
            {request.notRequired.map(({ student, relation }) => (
              <li key={student.id}>{text(`request.family.${relation}`, { name: nameOf(student) })}</li>
            ))}
          </ul>
          <ClauseText clause="C4" version={request.policyVersion} />
        </section>
      )}
      <section aria-labelledby="request-asked">
        <h2 id="request-asked">{text('request.what')}</h2>
        <RequestFacts request={request} />
      </section>
      {request.status !== 'not-required' && (
        <section aria-labelledby="request-shortfall">
          <h2 id="request-shortfall">{text('shortfall.title')}</h2>
          <ShortfallFacts request={request} />
        </section>
      )}
      {own && request.status === 'submitted' && <TakeBack requestId={request.id} />}
    </>
  );
}
