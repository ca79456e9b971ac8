import { Button } from '@trussworks/react-uswds';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { taskCountsQuery, tasksQuery } from '../api/queries.ts';
import type { Task } from '../api/resources.ts';
import { Cards } from '../layout/cards.tsx';
import { Page } from '../layout/page.tsx';
import { FailureAlert, Nothing, Waiting } from '../layout/states.tsx';
import { useText } from '../messages/use-text.ts';
import { BulkApproval } from './tasks/bulk-approval.tsx';
import { conditionsOf, TaskFilters } from './tasks/task-filters.tsx';
import { mayApproveInBulk, TaskCard } from './tasks/task-card.tsx';

/** The inbox of an approver. Filters are part of the address, so that a view can be sent. */
export function TasksPage() {
  const text = useText();
  const [search] = useSearchParams();
  const { conditions, list } = conditionsOf(search);
  const open = (search.get('status') ?? 'open') === 'open';
  const tasks = useInfiniteQuery(tasksQuery(list));
  const counts = useQuery({ ...taskCountsQuery(conditions), enabled: open }).data;
  const items = tasks.data?.pages.flatMap((page) => page.items);
  return (
    <Page title={text('tasks.title')}>
      <TaskFilters />
      {open && counts && (
        <p role="status" className="count">
          {text('tasks.count', { count: counts.open })}
          {counts.overdue > 0 && <> · {text('tasks.overdue', { count: counts.overdue })}</>}
        </p>
      )}
      {items !== undefined ? (
        <>
          <TaskList tasks={items} open={open} filtered={conditions !== ''} />
          {tasks.hasNextPage && (
            <Button
              type="button"
              outline
              disabled={tasks.isFetchingNextPage}
              onClick={() => void tasks.fetchNextPage()}
            >
              {text('list.more')}
            </Button>
          )}
        </>
      ) : tasks.isError ? (
        <FailureAlert error={tasks.error} again={() => void tasks.refetch()} />
      ) : (
        <Waiting />
      )}
    </Page>
  );
}

interface TaskListContents {
  readonly tasks: readonly Task[];
  readonly open: boolean;
  readonly filtered: boolean;
}

function TaskList({ tasks, open, filtered }: TaskListContents) {
  const text = useText();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const choose = (id: string, on: boolean): void =>
    setChosen((before) => new Set(on ? [...before, id] : [...before].filter((each) => each !== id)));
  const bulk = tasks.filter(mayApproveInBulk);
  return (
    <>
      <BulkApproval
        tasks={bulk}
        chosen={bulk.filter(({ id }) => chosen.has(id))}
        chooseAll={(on) => setChosen(new Set(on ? bulk.map(({ id }) => id) : []))}
      />
      {tasks.length === 0 ? (
        <Nothing>{text(open && !filtered ? 'tasks.none' : 'tasks.none.filtered')}</Nothing>
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
    </>
  );
}
