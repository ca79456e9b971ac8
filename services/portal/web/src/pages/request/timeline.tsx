import type { ReactNode } from 'react';
import type { Authorization, Coverage, ExceptionRequest } from '../../api/resources.ts';
import { useDates, useText } from '../../messages/use-text.ts';

interface Step {
  readonly key: string;
  readonly title: string;
  readonly standing: 'done' | 'now' | 'stopped' | 'ahead';
  readonly more?: ReactNode;
}

interface Known {
  readonly request: ExceptionRequest;
  readonly authorization: Authorization | undefined;
  readonly coverage: Coverage | undefined;
}

const looks: Readonly<Record<Step['standing'], string>> = {
  done: 'timeline-step timeline-step--done',
  now: 'timeline-step timeline-step--now',
  stopped: 'timeline-step timeline-step--stopped',
  ahead: 'timeline-step',
};

/** The way of a request, step by step: what has been, what is now, what is still ahead. */
export function Timeline(known: Known) {
  const text = useText();
  const steps = useSteps(known);
  const current = steps.findLast(({ standing }) => standing === 'now')?.key;
  return (
    <ol className="timeline">
      {steps.map(({ key, title, standing, more }) => (
        <li key={key} className={looks[standing]} aria-current={key === current ? 'step' : undefined}>
          <strong>{title}</strong> <span className="timeline-standing">{text(`timeline.standing.${standing}`)}</span>
          {more !== undefined && <div>{more}</div>}
        </li>
      ))}
    </ol>
  );
}

function useSteps({ request, authorization, coverage }: Known): readonly Step[] {
  const text = useText();
  const { moment, day } = useDates();
  const { status, kind, createdAt, updatedAt, submission } = request;
  const asked: Step = {
    key: 'asked',
    title: text('timeline.asked'),
    standing: 'done',
    more: (
      <>
        {moment(createdAt)}
        {submission > 1 && <> · {text('timeline.asked.again', { count: submission })}</>}
      </>
    ),
  };
  if (status === 'not-required')
    return [
      asked,
      { key: 'family', title: text('timeline.not-required'), standing: 'done', more: text('clause.C4.plain') },
    ];
  const stopped = status === 'denied' || status === 'withdrawn' || status === 'returned';
  if (stopped)
    return [
      asked,
      { key: status, title: text(`request.status.${status}`), standing: 'stopped', more: moment(updatedAt) },
    ];

  const approved = status === 'approved';
  const told = coverage?.status === 'complete';
  return [
    asked,
    {
      key: 'decision',
      title: text(approved ? 'timeline.approved' : `timeline.waits.${kind}`),
      standing: approved ? 'done' : 'now',
      ...(approved ? { more: moment(authorization?.createdAt ?? updatedAt) } : {}),
    },
    {
      key: 'told',
      title: text('timeline.told'),
      standing: told ? 'done' : approved ? 'now' : 'ahead',
      ...(coverage === undefined
        ? {}
        : {
            more: text('timeline.told.count', {
              delivered: coverage.counts.delivered,
              notices: coverage.counts.notices,
              gaps: coverage.counts.gaps,
            }),
          }),
    },
    {
      key: 'force',
      title: text(authorization?.endedAt ? 'timeline.ended' : 'timeline.in-force'),
      standing: authorization === undefined ? 'ahead' : authorization.endedAt ? 'stopped' : 'now',
      ...(authorization === undefined
        ? {}
        : {
            more: authorization.endedAt
              ? moment(authorization.endedAt)
              : text('request.period.value', { from: day(authorization.from), until: day(authorization.until) }),
          }),
    },
  ];
}
