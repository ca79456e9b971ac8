import { Label, Select, TextInput } from '@trussworks/react-uswds';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import type { MessageKey } from '../../messages/english.ts';
import { useText } from '../../messages/use-text.ts';

const choices = {
  status: ['open', 'approved', 'denied', 'returned', 'closed', 'all'],
  kind: ['all', 'outside-channel', 'personal-phone'],
  sort: ['dueAt', '-createdAt'],
} as const;
type Choice = keyof typeof choices;

const chosenOf = (search: URLSearchParams, name: Choice): string =>
  choices[name].find((each) => each === search.get(name)) ?? choices[name][0];

/** What the page's address asks the API for: `conditions` for the count, `list` with status and order for the list. */
export const conditionsOf = (search: URLSearchParams): { readonly conditions: string; readonly list: string } => {
  const conditions = new URLSearchParams();
  if (chosenOf(search, 'kind') !== 'all') conditions.set('kind', chosenOf(search, 'kind'));
  const q = (search.get('q') ?? '').trim().slice(0, 100);
  if (q !== '') conditions.set('q', q);
  const list = new URLSearchParams(conditions);
  if (chosenOf(search, 'status') !== 'all') list.set('status', chosenOf(search, 'status'));
  list.set('sort', chosenOf(search, 'sort'));
  return { conditions: conditions.toString(), list: list.toString() };
};

/** Filters by where a task stands, by kind and by name, and the order. */
export function TaskFilters() {
  const text = useText();
  const [search, setSearch] = useSearchParams();
  const set = (name: string, value: string): void =>
    setSearch(
      (before) => {
        before.set(name, value);
        return before;
      },
      { replace: true },
    );
  const [open, setOpen] = useState(search.size > 0 || window.matchMedia('(min-width: 40em)').matches);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{text('tasks.filter')}</summary>
      <form className="filters" role="search" onSubmit={(event) => event.preventDefault()}>
        {(Object.keys(choices) as Choice[]).map((name) => (
          <div key={name}>
            <Label htmlFor={name}>{text(`tasks.filter.${name}`)}</Label>
            <Select
              id={name}
              name={name}
              value={chosenOf(search, name)}
              onChange={(event) => set(name, event.target.value)}
            >
              {choices[name].map((each) => (
                <option key={each} value={each}>
                  {text(`tasks.${name}.${each}` as MessageKey)}
                </option>
              ))}
            </Select>
          </div>
        ))}
        <div>
          <Label htmlFor="q">{text('tasks.filter.name')}</Label>
          <TextInput
            id="q"
            name="q"
            type="text"
            autoComplete="off"
            maxLength={100}
            value={search.get('q') ?? ''}
            onChange={(event) => set('q', event.target.value)}
          />
        </div>
      </form>
    </details>
  );
}
