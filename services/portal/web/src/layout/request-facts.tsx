import { useQuery } from '@tanstack/react-query';
import { districtFormsQuery } from '../api/queries.ts';
import type { ExceptionRequest, Reference } from '../api/resources.ts';
import { useDates, useText } from '../messages/use-text.ts';
import { Fact, Facts } from './page.tsx';

const openStudentsMax = 8;

export const nameOf = ({ displayName, sourcedId, id }: Reference): string => displayName ?? sourcedId ?? id;

function Names({ people }: { readonly people: readonly Reference[] }) {
  const text = useText();
  const list = (
    <ul className="names">
      {people.map((person) => (
        <li key={person.id}>{nameOf(person)}</li>
      ))}
    </ul>
  );
  if (people.length <= openStudentsMax) return list;
  return (
    <details>
      <summary>{text('request.students.count', { count: people.length })}</summary>
      {list}
    </details>
  );
}

/** What was asked, in the words of who asked. */
export function RequestFacts({ request }: { readonly request: ExceptionRequest }) {
  const text = useText();
  const { day } = useDates();
  const { channel, from, until, groupTitle, students, purpose, reason } = request;
  return (
    <Facts>
      {channel && (
        <Fact name={text('request.channel')}>
          {text(`medium.${channel.medium}`)}
          {channel.address && <span className="address">{channel.address}</span>}
        </Fact>
      )}
      {groupTitle && <Fact name={text('request.group')}>{groupTitle}</Fact>}
      {students.length > 0 && (
        <Fact name={text('request.students')}>
          <Names people={students} />
        </Fact>
      )}
      {from && until && (
        <Fact name={text('request.period')}>
          {text('request.period.value', { from: day(from), until: day(until) })}
        </Fact>
      )}
      <Fact name={text('request.purpose')}>{text(`purpose.${purpose}`)}</Fact>
      {reason && (
        <Fact name={text('request.reason')}>
          <span className="words">{reason}</span>
        </Fact>
      )}
    </Facts>
  );
}

/** C2: which district form falls short, why, and what the register said when it was asked. */
export function ShortfallFacts({ request }: { readonly request: ExceptionRequest }) {
  const text = useText();
  const forms = useQuery(districtFormsQuery).data?.items;
  const shortfall = request.districtFormShortfall;
  if (shortfall === null) return <p>{text('shortfall.private')}</p>;
  const form = forms?.find(({ id }) => id === shortfall.districtFormId);
  return (
    <Facts>
      <Fact name={text('shortfall.form')}>
        {form?.name ?? text(shortfall.districtFormId === null ? 'shortfall.form.none' : 'shortfall.form.unnamed')}
      </Fact>
      {shortfall.availableAtRequest !== null && (
        <Fact name={text('shortfall.at-request')}>
          {text(shortfall.availableAtRequest ? 'shortfall.available' : 'shortfall.unavailable')}
        </Fact>
      )}
      {form && (
        <Fact name={text('shortfall.now')}>
          {text(form.available ? 'shortfall.available' : 'shortfall.unavailable')}
        </Fact>
      )}
      {shortfall.why && (
        <Fact name={text('shortfall.why')}>
          <span className="words">{shortfall.why}</span>
        </Fact>
      )}
    </Facts>
  );
}
