import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { requestQuery, taskQuery } from '../api/queries.ts';
import type { Task } from '../api/resources.ts';
import { ClauseText } from '../layout/clause-text.tsx';
import { Page } from '../layout/page.tsx';
import { nameOf, RequestFacts, ShortfallFacts } from '../layout/request-facts.tsx';
import { Loaded } from '../layout/states.tsx';
import { useDates, useText } from '../messages/use-text.ts';
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
          : text('task.headline', { name: nameOf(task.data.requester), kind: text(`kind.${task.data.kind}`) })
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
        {task.status === 'open' && <> · {text('task.due', { time: moment(task.dueAt) })}</>}
      </p>
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
            {task.status === 'open' && <Decide task={task} request={found} />}
          </>
        )}
      </Loaded>
    </>
  );
}

function Settled({ task }: { readonly task: Task }) {
  const text = useText();
  const { moment } = useDates();
  return (
    <Message
      type={task.status === 'approved' ? 'success' : 'info'}
      headingLevel="h2"
      heading={text(`task.settled.${task.status}`)}
      role="status"
    >
      {task.decidedBy !== null && task.decidedAt !== null
        ? text('task.settled.by', { name: nameOf(task.decidedBy), time: moment(task.decidedAt) })
        : text('task.settled.nothing-to-do')}
    </Message>
  );
}

const changes = ['students', 'channel', 'period', 'reason', 'shortfall', 'purpose'] as const;

function Changed({ task }: { readonly task: Task }) {
  const text = useText();
  const { all } = useDates();
  const changed = changes.filter((each) => task.changed?.includes(each)).map((each) => text(`changed.${each}`));
  return (
    <Message type="warning" headingLevel="h2" heading={text('changed.title', { count: task.submission })}>
      {changed.length > 0 ? text('changed.list', { list: all(changed) }) : text('changed.unknown')}
    </Message>
  );
}
