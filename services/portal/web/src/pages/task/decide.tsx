import { Button } from '@trussworks/react-uswds';
import { useEffect, useRef, useState } from 'react';
import { useChange } from '../../api/changes.ts';
import type { Task, TaskOutcome } from '../../api/resources.ts';
import { RefusalAlert } from '../../layout/states.tsx';
import { useText } from '../../messages/use-text.ts';
import { Findings, findingsComplete, type FindingsDraft } from './findings.tsx';
import { Words } from './words.tsx';

/** Two clicks: the outcome, and the confirmation with whatever the policy wants said. */
export function Decide({ task }: { readonly task: Task }) {
  const text = useText();
  const [outcome, setOutcome] = useState<TaskOutcome>();
  return (
    <section aria-labelledby="decide" className={outcome === undefined ? 'decide decide--at-hand' : 'decide'}>
      <h2 id="decide">{text('decide.title')}</h2>
      {outcome === undefined ? (
        <div className="buttons">
          {ordered
            .filter((each) => task.outcomes.includes(each))
            .map((each) => (
              <Button
                key={each}
                type="button"
                outline={each === 'return' || each === 'exclude-student'}
                secondary={each === 'deny' || each === 'end'}
                onClick={() => setOutcome(each)}
              >
                {text(`decide.${each}`)}
              </Button>
            ))}
        </div>
      ) : (
        <Confirm key={outcome} outcome={outcome} task={task} cancel={() => setOutcome(undefined)} />
      )}
    </section>
  );
}

const ordered: readonly TaskOutcome[] = ['approve', 'keep', 'return', 'exclude-student', 'deny', 'end'];

interface Confirmation {
  readonly outcome: TaskOutcome;
  readonly task: Task;
  readonly cancel: () => void;
}

function Confirm({ outcome, task, cancel }: Confirmation) {
  const text = useText();
  const start = useRef<HTMLParagraphElement>(null);
  // Whoever pressed a button is taken to what it asks.
  useEffect(() => {
    start.current?.focus();
    start.current?.scrollIntoView({ block: 'center' });
  }, []);
  const [comment, setComment] = useState('');
  const [copyCondition, setCopyCondition] = useState('');
  const [findings, setFindings] = useState<FindingsDraft | null>(task.findingsDraft ?? null);
  const [tried, setTried] = useState(false);
  const decide = useChange(() => `/api/v1/approval-tasks/${task.id}/decision`, [['task'], ['tasks'], ['request']]);

  const needsFindings = outcome === 'approve' && findings !== null;
  const needsComment = outcome !== 'approve';
  const missing = (needsComment && comment.trim() === '') || (needsFindings && !findingsComplete(findings));
  const send = (): void => {
    setTried(true);
    if (missing) return;
    decide.mutate({
      outcome,
      ...(comment.trim() === '' ? {} : { comment: comment.trim() }),
      ...(outcome === 'approve' && copyCondition.trim() !== '' ? { copyCondition: copyCondition.trim() } : {}),
      ...(needsFindings ? { findings } : {}),
    });
  };
  return (
    <form
      noValidate
      className="usa-form usa-form--large"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <p ref={start} tabIndex={-1} className="decide-start">
        {text(`decide.${outcome}.sure`)}
      </p>
      {needsFindings && <Findings findings={findings} change={setFindings} tried={tried} />}
      <Words
        id="comment"
        label={text(outcome === 'approve' ? 'decide.comment' : `decide.${outcome}.comment`)}
        value={comment}
        change={setComment}
        optional={!needsComment}
        {...(tried && needsComment && comment.trim() === '' ? { error: text('decide.comment.missing') } : {})}
      />
      {outcome === 'approve' && task.kind === 'outside-channel' && (
        <details>
          <summary>{text('decide.copies')}</summary>
          <Words
            id="copy-condition"
            label={text('decide.copies.words')}
            value={copyCondition}
            change={setCopyCondition}
            optional
          />
        </details>
      )}
      <RefusalAlert error={decide.error} />
      <div className="buttons">
        <Button type="submit" secondary={outcome === 'deny' || outcome === 'end'} disabled={decide.isPending}>
          {text(`decide.${outcome}.yes`)}
        </Button>
        <Button type="button" outline onClick={cancel}>
          {text('decide.cancel')}
        </Button>
      </div>
    </form>
  );
}
