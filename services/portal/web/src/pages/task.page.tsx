import type { ReviewReason } from '@sightline/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { objectionsQuery, requestQuery, taskQuery } from '../api/queries.ts';
import type { Task } from '../api/resources.ts';
import { ClauseText } from '../layout/clause-text.tsx';
import { Page } from '../layout/page.tsx';
import { nameOf, RequestFacts, ShortfallFacts } from '../layout/request-facts.tsx';
import { Loaded } from '../layout/states.tsx';
import { useDates, useText } from '../messages/use-text.ts';
import { Comments } from './task/comments.tsx';
import { Decide } from './task/decide.tsx';
import { TaskStatusWord } from './tasks/task-card.tsx';
import { Message } from '../layout/message.tsx';

/**
 * The case on one page, and the decision. This is where the link in a mail leads: opening it changes nothing, the decision
 * needs a person who is signed in and a button that is pressed (C3, C5).
 */
export function TaskPage() {
  const text = useText();
  const { id = '' } = useParams();
  const task = useQuery(taskQuery(id));
  return (
    <Page
      title={
        task.data === undefined
          ? text('task.title')
          : text(`task.headline.${task.data.about}`, {
              name: nameOf(task.data.requester),
              medium: task.data.medium === null ? text(`kind.${task.data.kind}`) : text(`medium.${task.data.medium}`),
            })
      }
    >
      <Loaded query={task}>{(found) => <WholeTask key={found.id} task={found} />}</Loaded>
      <p>
        <Link className="usa-link" to="/tasks">
          {text('task.back')}
        </Link>
      </p>
    </Page>
  );
}

function WholeTask({ task }: { readonly task: Task }) {
  const text = useText();
  const { moment } = useDates();
  const request = useQuery(requestQuery(task.request));
  return (
    <>
      <p>
        <TaskStatusWord status={task.status} /> {text('task.as', { side: text(`side.${task.side}`) })}
        {task.status === 'open' && (
          <> · {text(task.overdue ? 'task.overdue' : 'task.due', { time: moment(task.dueAt) })}</>
        )}
      </p>
      {task.review?.reason && <Review {...task.review} reason={task.review.reason} />}
      {task.delegation && <Delegated delegation={task.delegation} />}
      {task.status !== 'open' && <Settled task={task} />}
      {task.submission > 1 && <Changed task={task} />}
      <Loaded query={request}>
        {(found) => (
          <>
            <section aria-labelledby="case-asked">
              <h2 id="case-asked">{text('request.what')}</h2>
              <RequestFacts request={found} />
            </section>
            <section aria-labelledby="case-forms">
              <h2 id="case-forms">{text('shortfall.title')}</h2>
              <ShortfallFacts request={found} />
              <ClauseText clause="C2" version={task.policyVersion} />
            </section>
            <section aria-labelledby="case-rule">
              <h2 id="case-rule">{text('task.rule')}</h2>
              <ClauseText clause={task.clause} version={task.policyVersion} />
            </section>
            <Comments task={task} />
            {task.outcomes.length > 0 && <Decide task={task} />}
            {task.status === 'open' && task.outcomes.length === 0 && <p>{text('task.not-yours')}</p>}
          </>
        )}
      </Loaded>
    </>
  );
}

function Settled({ task }: { readonly task: Task }) {
  const text = useText();
  const { moment } = useDates();
  const { outcome, decidedBy, decidedAt, decision, status } = task;
  return (
    <Message
      type={outcome === 'approve' || outcome === 'keep' ? 'success' : 'info'}
      heading={text(outcome === null ? `task.status.${status}` : `task.outcome.${outcome}`)}
      role="status"
    >
      {decidedBy !== null && decidedAt !== null
        ? text('task.settled.by', { name: nameOf(decidedBy), time: moment(decidedAt) })
        : text('task.settled.nothing-to-do')}
      {decision?.comment && <blockquote className="words">{decision.comment}</blockquote>}
    </Message>
  );
}

function Review({
  id,
  authorization,
  reason,
  student,
}: NonNullable<Task['review']> & { readonly reason: ReviewReason }) {
  const text = useText();
  return (
    <Message type="info" heading={text('review.title')}>
      {text(`review.${reason}`)} {student !== null && text('review.student', { name: nameOf(student) })}
      {reason === 'objection' && <ObjectionWords id={id} authorization={authorization} />}
    </Message>
  );
}

/** What the guardian wrote, read from its owner for this page alone (C6). */
function ObjectionWords({ id, authorization }: { readonly id: string; readonly authorization: string }) {
  const objection = useQuery(objectionsQuery(authorization)).data?.items.find((each) => each.id === id);
  return objection?.reason ? <blockquote className="words">{objection.reason}</blockquote> : null;
}

function Delegated({ delegation }: { readonly delegation: NonNullable<Task['delegation']> }) {
  const text = useText();
  const { day, all } = useDates();
  const names = all(delegation.by.map(nameOf));
  return (
    <p>
      {delegation.until === null
        ? text('task.delegated', { names })
        : text('task.delegated.until', { names, day: day(delegation.until.slice(0, 10)) })}
    </p>
  );
}

function Changed({ task }: { readonly task: Task }) {
  const text = useText();
  const { all } = useDates();
  const changed = (task.changed ?? []).map((each) => text(`changed.${each}`));
  return (
    <Message type="warning" heading={text('changed.title', { count: task.submission })}>
      {changed.length > 0 ? text('changed.list', { list: all(changed) }) : text('changed.unknown')}
    </Message>
  );
}
