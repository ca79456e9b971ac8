import type { Task, TaskStatus } from '../../api/resources.ts';
import { Card, Status } from '../../layout/cards.tsx';
import { nameOf } from '../../layout/request-facts.tsx';
import { useDates, useText } from '../../messages/use-text.ts';

const tones: Readonly<Record<TaskStatus, 'open' | 'good' | 'bad' | 'over'>> = {
  open: 'open',
  approved: 'good',
  denied: 'bad',
  returned: 'bad',
  closed: 'over',
};

export function TaskStatusWord({ status }: { readonly status: TaskStatus }) {
  const text = useText();
  return <Status tone={tones[status]}>{text(`task.status.${status}`)}</Status>;
}

/** C5 wants three findings, a review wants words: only requests under C3 can be approved together without any. */
export const mayApproveInBulk = ({ kind, outcomes }: Task): boolean =>
  kind === 'outside-channel' && outcomes.includes('approve');

interface TaskCardContents {
  readonly task: Task;
  readonly chosen?: boolean;
  readonly choose?: (id: string, on: boolean) => void;
}

export function TaskCard({ task, chosen, choose }: TaskCardContents) {
  const text = useText();
  const { moment } = useDates();
  const title = text(`task.headline.${task.about}`, {
    name: nameOf(task.requester),
    medium: task.medium === null ? text(`kind.${task.kind}`) : text(`medium.${task.medium}`),
  });
  const box = choose && (
    <span className="usa-checkbox card-box">
      <input
        id={`choose-${task.id}`}
        className="usa-checkbox__input"
        type="checkbox"
        checked={chosen ?? false}
        onChange={(event) => choose(task.id, event.target.checked)}
      />
      <label className="usa-checkbox__label" htmlFor={`choose-${task.id}`}>
        <span className="usa-sr-only">{text('bulk.choose', { title })}</span>
      </label>
    </span>
  );
  return (
    <Card to={`/tasks/${task.id}`} title={title} status={<TaskStatusWord status={task.status} />} before={box}>
      {text(`kind.${task.kind}`)} · {text('task.asked', { time: moment(task.createdAt) })}
      <br />
      {text('task.as', { side: text(`side.${task.side}`) })} ·{' '}
      {task.status !== 'open'
        ? moment(task.decidedAt ?? task.createdAt)
        : text(task.overdue ? 'task.overdue' : 'task.due', { time: moment(task.dueAt) })}
    </Card>
  );
}
