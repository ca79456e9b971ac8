import { Fieldset, FormGroup, Label, Radio, Select, TextInput } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { groupsQuery, studentsQuery } from '../../api/queries.ts';
import { Loaded } from '../../layout/states.tsx';
import { useText } from '../../messages/use-text.ts';
import type { Fields } from './draft.ts';
import { Fault, invalid } from './plain-fields.tsx';

/** A class or activity, or students by name (C3). A personal telephone is for a class or activity (C5). */
export function WhoFields(fields: Fields) {
  const text = useText();
  const { draft, change } = fields;
  const groupOnly = draft.kind === 'personal-phone';
  return (
    <>
      {!groupOnly && (
        <Fieldset legend={text('ask.who')}>
          {(['group', 'students'] as const).map((who) => (
            <Radio
              key={who}
              id={`who-${who}`}
              name="who"
              label={text(`ask.who.${who}`)}
              checked={draft.who === who}
              onChange={() => change({ who })}
            />
          ))}
        </Fieldset>
      )}
      {groupOnly || draft.who === 'group' ? <GroupField {...fields} /> : <StudentsField {...fields} />}
    </>
  );
}

function GroupField({ draft, change, faults }: Fields) {
  const text = useText();
  const groups = useQuery(groupsQuery);
  return (
    <Loaded query={groups}>
      {({ items }) => (
        <FormGroup error={faults.group !== undefined}>
          <Label htmlFor="group">{text('request.group')}</Label>
          <Fault id="group" fault={faults.group} />
          <Select
            id="group"
            name="group"
            value={draft.group}
            onChange={(event) => change({ group: event.target.value })}
            {...invalid('group', faults.group)}
          >
            <option value="">{text('form.choose')}</option>
            {(['activity', 'class'] as const).map((kind) => (
              <optgroup key={kind} label={text(`group.${kind}`)}>
                {items
                  .filter((group) => group.kind === kind)
                  .map(({ id, title, students }) => (
                    <option key={id} value={id}>
                      {text('group.option', { title, count: students })}
                    </option>
                  ))}
              </optgroup>
            ))}
          </Select>
        </FormGroup>
      )}
    </Loaded>
  );
}

function StudentsField({ draft, change, faults }: Fields) {
  const text = useText();
  const [typed, setTyped] = useState('');
  const found = useQuery(studentsQuery(typed.trim()));
  const chosen = new Set(draft.students.map(({ id }) => id));
  const offered = typed.trim().length < 2 ? [] : (found.data?.items ?? []).filter(({ id }) => !chosen.has(id));
  return (
    <FormGroup error={faults.students !== undefined}>
      <Label htmlFor="student-search">{text('ask.students.search')}</Label>
      <Fault id="student-search" fault={faults.students} />
      <TextInput
        id="student-search"
        name="student-search"
        type="text"
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        {...invalid('student-search', faults.students)}
      />
      <p role="status" className="usa-hint">
        {typed.trim().length < 2
          ? text('ask.students.type')
          : found.isFetching
            ? text('state.loading')
            : text('ask.students.found', { count: offered.length })}
      </p>
      {offered.length > 0 && (
        <ul className="choices">
          {offered.map(({ id, displayName }) => (
            <li key={id}>
              <button
                type="button"
                className="usa-button usa-button--outline"
                onClick={() => change({ students: [...draft.students, { id, displayName }] })}
              >
                {text('ask.students.add', { name: displayName })}
              </button>
            </li>
          ))}
        </ul>
      )}
      {draft.students.length > 0 && (
        <>
          <p id="chosen-students">
            <strong>{text('ask.students.chosen', { count: draft.students.length })}</strong>
          </p>
          <ul className="choices" aria-labelledby="chosen-students">
            {draft.students.map(({ id, displayName }) => (
              <li key={id}>
                {displayName}{' '}
                <button
                  type="button"
                  className="usa-button usa-button--unstyled"
                  onClick={() => change({ students: draft.students.filter((each) => each.id !== id) })}
                >
                  {text('ask.students.remove')}
                  <span className="usa-sr-only"> {displayName}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </FormGroup>
  );
}
