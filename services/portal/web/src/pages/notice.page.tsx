import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { authorizationQuery, noticeQuery } from '../api/queries.ts';
import type { Authorization, Notice } from '../api/resources.ts';
import { ClauseText } from '../layout/clause-text.tsx';
import { Fact, Facts, Page } from '../layout/page.tsx';
import { Loaded } from '../layout/states.tsx';
import { useDates, useText } from '../messages/use-text.ts';
import { ObjectionForm } from './notices/objection-form.tsx';
import { authorizationIdOf } from './notices/notice-cards.tsx';

/** One notice: what was approved, why this family was told, and what it can do (C6, C9, C10). */
export function NoticePage() {
  const text = useText();
  const { id = '' } = useParams();
  const notice = useQuery(noticeQuery(id));
  return (
    <Page title={text('notice.title')}>
      <Loaded query={notice}>{(found) => <WholeNotice notice={found} />}</Loaded>
    </Page>
  );
}

function WholeNotice({ notice }: { readonly notice: Notice }) {
  const text = useText();
  const authorization = useQuery(authorizationQuery(authorizationIdOf(notice)));
  return (
    <>
      <Loaded query={authorization}>{(found) => <Approved notice={notice} authorization={found} />}</Loaded>
      <section aria-labelledby="notice-why">
        <h2 id="notice-why">{text('notice.why')}</h2>
        <p>{text('notice.why.body')}</p>
        <ClauseText clause="C6" />
      </section>
      <section aria-labelledby="notice-can">
        <h2 id="notice-can">{text('notice.can')}</h2>
        <ul className="usa-list">
          <li>
            <Link className="usa-link" to={`/messages?authorization=${authorizationIdOf(notice)}`}>
              {text('notice.can.see')}
            </Link>
          </li>
          <li>{text('notice.can.concern')}</li>
          <li>{text('notice.can.call', { reference: notice.id })}</li>
        </ul>
        <p>{text('notice.not-monitored')}</p>
      </section>
      {authorization.data && authorization.data.endedAt === null && (
        <ObjectionForm authorization={authorization.data} />
      )}
    </>
  );
}

function Approved({ notice, authorization }: { readonly notice: Notice; readonly authorization: Authorization }) {
  const text = useText();
  const { day, moment, all } = useDates();
  const { staff, medium, kind, from, until, groupTitle, endedAt } = authorization;
  const children = authorization.students.map(({ displayName, sourcedId }) => displayName ?? sourcedId ?? '');
  return (
    <section aria-labelledby="notice-what">
      <h2 id="notice-what">{text(`notice.occasion.${notice.occasion}`)}</h2>
      <p className="usa-intro">
        {text(endedAt === null ? 'notice.sentence' : 'notice.sentence.ended', {
          staff: staff.displayName ?? text('notice.somebody'),
          children: children.length === 0 ? text('notice.your-child') : all(children),
          medium: text(`medium.${medium}`),
        })}
      </p>
      <Facts>
        {groupTitle && <Fact name={text('request.group')}>{groupTitle}</Fact>}
        <Fact name={text('request.period')}>
          {text('request.period.value', { from: day(from), until: day(until) })}
        </Fact>
        {endedAt !== null && <Fact name={text('request.ended')}>{moment(endedAt)}</Fact>}
        <Fact name={text('notice.rule')}>{text(`notice.rule.${kind}`)}</Fact>
        <Fact name={text('notice.told')}>
          {notice.deliveredAt === null ? text('notice.told.not-yet') : moment(notice.deliveredAt)}
        </Fact>
      </Facts>
    </section>
  );
}
