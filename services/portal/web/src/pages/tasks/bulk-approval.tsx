import { Button } from '@trussworks/react-uswds';
import { useState } from 'react';
import { useChange } from '../../api/changes.ts';
import type { Problem } from '../../api/client.ts';
import type { Task } from '../../api/resources.ts';
import { nameOf } from '../../layout/request-facts.tsx';
import { RefusalAlert } from '../../layout/states.tsx';
import { useText } from '../../messages/use-text.ts';
import { Message } from '../../layout/message.tsx';

interface Verdict {
  readonly task: string;
  readonly verdict: 'accepted' | 'refused';
  readonly problem?: Problem;
}

interface BulkChoice {
  /** Those that can be approved together. */
  readonly tasks: readonly Task[];
  readonly chosen: readonly Task[];
  readonly chooseAll: (on: boolean) => void;
}

/** Approves the chosen tasks together after asking once, and says of each what became of it. */
export function BulkApproval({ tasks, chosen, chooseAll }: BulkChoice) {
  const text = useText();
  const [asked, setAsked] = useState(false);
  const approve = useChange<object, { items: readonly Verdict[] }>(
    () => '/api/v1/approval-tasks/decisions',
    [['tasks'], ['task']],
  );
  const send = (): void => {
    setAsked(false);
    approve.mutate(
      { decisions: chosen.map(({ id }) => ({ task: id, outcome: 'approve' })) },
      { onSuccess: () => chooseAll(false) },
    );
  };
  const verdicts = approve.data?.items ?? [];
  const refused = verdicts.filter(({ verdict }) => verdict === 'refused');
  const nameOfTask = (id: string): string => {
    const task = tasks.find((each) => each.id === id);
    return task === undefined ? '' : nameOf(task.requester);
  };
  if (tasks.length < 2 && verdicts.length === 0) return null;
  return (
    <section aria-label={text('bulk.title')} className="bulk">
      <div className="buttons">
        {tasks.length > 1 && (
          <Button type="button" unstyled onClick={() => chooseAll(chosen.length < tasks.length)}>
            {text(chosen.length < tasks.length ? 'bulk.all' : 'bulk.none', { count: tasks.length })}
          </Button>
        )}
        {!asked && chosen.length > 0 && (
          <Button type="button" onClick={() => setAsked(true)}>
            {text('bulk.approve', { count: chosen.length })}
          </Button>
        )}
      </div>
      {asked && chosen.length > 0 && (
        <div role="status">
          <p>{text('bulk.sure', { count: chosen.length })}</p>
          <div className="buttons">
            <Button type="button" onClick={send}>
              {text('bulk.yes', { count: chosen.length })}
            </Button>
            <Button type="button" outline onClick={() => setAsked(false)}>
              {text('decide.cancel')}
            </Button>
          </div>
        </div>
      )}
      <RefusalAlert error={approve.error} />
      {verdicts.length > 0 && (
        <Message
          type={refused.length === 0 ? 'success' : 'warning'}
          headingLevel="h2"
          heading={text('bulk.done', { accepted: verdicts.length - refused.length, refused: refused.length })}
          role="status"
        >
          {refused.length > 0 && (
            <ul lang="en">
              {refused.map(({ task, problem }) => (
                <li key={task}>
                  {nameOfTask(task)} {problem?.detail ?? problem?.title}
                </li>
              ))}
            </ul>
          )}
        </Message>
      )}
    </section>
  );
}
