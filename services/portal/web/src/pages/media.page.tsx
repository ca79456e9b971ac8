import { useQuery } from '@tanstack/react-query';
import { meQuery, registeredMediaQuery } from '../api/queries.ts';
import type { RegisteredMedium } from '../api/archive-resources.ts';
import { ClauseText } from '../layout/clause-text.tsx';
import { nameOf } from '../layout/request-facts.tsx';
import { Fact, Facts, Page } from '../layout/page.tsx';
import { Loaded, Nothing } from '../layout/states.tsx';
import { Status } from '../layout/cards.tsx';
import { useDates, useText } from '../messages/use-text.ts';
import { isStaff } from '../session/roles.ts';
import { EndMedium } from './media/end-medium.tsx';
import { RegisterForm } from './media/register-form.tsx';
import { UnreachableForm } from './media/unreachable-form.tsx';

/** What staff use with students, and how parents get to see it (C9). */
export function MediaPage() {
  const text = useText();
  const me = useQuery(meQuery).data!;
  const media = useQuery(registeredMediaQuery);
  const staff = isStaff(me);
  return (
    <Page title={text('media.title')}>
      <p className="usa-intro">{text(staff ? 'media.intro.staff' : 'media.intro.family')}</p>
      {staff && <RegisterForm />}
      <Loaded query={media}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing>{text('media.none')}</Nothing>
          ) : (
            <ul className="cards">
              {items.map((medium) => (
                <li key={medium.id} className="card">
                  <Entry medium={medium} own={medium.staff.id === me.id} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <ClauseText clause="C9" />
    </Page>
  );
}

function Entry({ medium, own }: { readonly medium: RegisteredMedium; readonly own: boolean }) {
  const text = useText();
  const { moment } = useDates();
  const { id, name, kind, address, staff, wayIn, howParentsGetIn, finding, reports, status } = medium;
  return (
    <div className="card-body">
      <h2 className="card-title">{name}</h2>
      {status === 'ended' && <Status tone="over">{text('media.ended')}</Status>}
      {finding !== null && <Status tone="bad">{text(`media.finding.${finding}`)}</Status>}
      <Facts>
        <Fact name={text('media.staff')}>{nameOf(staff)}</Fact>
        <Fact name={text(`media.kind.${kind}`)}>{address}</Fact>
        <Fact name={text('media.way-in')}>
          {text(`media.way-in.${wayIn}`)}
          {howParentsGetIn !== '' && (
            <>
              <br />
              <span dir="auto">{howParentsGetIn}</span>
            </>
          )}
        </Fact>
      </Facts>
      {reports?.map(({ reportedAt, words }) => (
        <div key={reportedAt}>
          <p>{text('media.reported', { time: moment(reportedAt) })}</p>
          <blockquote className="words" dir="auto">
            {words}
          </blockquote>
        </div>
      ))}
      {own && status === 'in-use' && <EndMedium id={id} name={name} />}
      {reports === undefined && status === 'in-use' && <UnreachableForm id={id} name={name} />}
    </div>
  );
}
