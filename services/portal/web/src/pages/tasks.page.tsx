import { Label, Select, TextInput } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { tasksQuery } from '../api/queries.ts';
import type { Task } from '../api/resources.ts';
import { Cards } from '../layout/cards.tsx';
import { Page } from '../layout/page.tsx';
import { nameOf } from '../layout/request-facts.tsx';
import { Loaded, Nothing } from '../layout/states.tsx';
import { useText } from '../messages/use-text.ts';
import { BulkApproval } from './tasks/bulk-approval.tsx';
import { mayApproveInBulk, TaskCard } from './tasks/task-card.tsx';

const statuses = ['open', 'approved', 'denied', 'returned', 'closed', 'all'] as const;
const sorts = ['due', 'asked'] as const;

/** The inbox of an approver. Filters are part of the address, so that a view can be sent. */
export function TasksPage() {
  const text = useText();
  const [search, setSearch] = useSearchParams();
  const status = statuses.find((each) => each === search.get('status')) ?? 'open';
  const kind = search.get('kind') ?? 'all';
  const sort = sorts.find((each) => each === search.get('sort')) ?? 'due';
  const words = search.get('q') ?? '';
  const set = (name: string, value: string): void =>
    setSearch(
      (before) => {
        before.set(name, value);
        return before;
      },
      { replace: true },
    );
  const tasks = useQuery(tasksQuery(status));
  const shownOf = (items: readonly Task[]): readonly Task[] =>
    items
      .filter((task) => kind === 'all' || task.kind === kind)
      .filter(({ requester }) => nameOf(requester).toLowerCase().includes(words.trim().toLowerCase()))
      .toSorted((a, b) => (sort === 'due' ? a.dueAt.localeCompare(b.dueAt) : b.createdAt.localeCompare(a.createdAt)));

  return (
    <Page title={text('tasks.title')}>
      <form className="filters" role="search" onSubmit={(event) => event.preventDefault()}>
        <div>
          <Label htmlFor="status">{text('tasks.filter.status')}</Label>
          <Select id="status" name="status" value={status} onChange={(event) => set('status', event.target.value)}>
            {statuses.map((each) => (
              <option key={each} value={each}>
                {text(`tasks.status.${each}`)}
              </option>
            ))}
          </Select>
        </div>
        <div>
          <Label htmlFor="kind">{text('tasks.filter.kind')}</Label>
          <Select id="kind" name="kind" value={kind} onChange={(event) => set('kind', event.target.value)}>
            <option value="all">{text('tasks.kind.all')}</option>
            <option value="outside-channel">{text('kind.outside-channel')}</option>
            <option value="personal-phone">{text('kind.personal-phone')}</option>
          </Select>
        </div>
        <div>
          <Label htmlFor="sort">{text('tasks.filter.sort')}</Label>
          <Select id="sort" name="sort" value={sort} onChange={(event) => set('sort', event.target.value)}>
            {sorts.map((each) => (
              <option key={each} value={each}>
                {text(`tasks.sort.${each}`)}
              </option>
            ))}
          </Select>
        </div>
        <div>
          <Label htmlFor="q">{text('tasks.filter.name')}</Label>
          <TextInput id="q" name="q" type="search" value={words} onChange={(event) => set('q', event.target.value)} />
        </div>
      </form>
      <Loaded query={tasks}>
        {({ items, next }) => <TaskList tasks={shownOf(items)} more={next !== null} open={status === 'open'} />}
      </Loaded>
    </Page>
  );
}

function TaskList({
  tasks,
  more,
  open,
}: {
  readonly tasks: readonly Task[];
  readonly more: boolean;
  readonly open: boolean;
}) {
  const text = useText();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const choose = (id: string, on: boolean): void =>
    setChosen((before) => new Set(on ? [...before, id] : [...before].filter((each) => each !== id)));
  const bulk = open ? tasks.filter(mayApproveInBulk) : [];
  return (
    <>
      <p role="status" className="count">
        {text(open ? 'tasks.count' : 'tasks.count.any', { count: tasks.length, more: more ? 'yes' : 'no' })}
      </p>
      {bulk.length > 1 && (
        <BulkApproval
          tasks={bulk}
          chosen={bulk.filter(({ id }) => chosen.has(id))}
          chooseAll={(on) => setChosen(new Set(on ? bulk.map(({ id }) => id) : []))}
        />
      )}
      {tasks.length === 0 ? (
        <Nothing>{text(open ? 'tasks.none' : 'tasks.none.filtered')}</Nothing>
      ) : (
        <Cards>
          {tasks.map((task) => (
            <TaskCard
              key={task.id}
              task={task}
              {...(bulk.length > 1 && mayApproveInBulk(task) ? { chosen: chosen.has(task.id), choose } : {})}
            />
          ))}
        </Cards>
      )}
      {more && <p>{text('list.first-only')}</p>}
    </>
  );
}
