import { Button } from '@trussworks/react-uswds';
import { useState } from 'react';
import { useChange } from '../../api/changes.ts';
import type { ExceptionRequest, Task } from '../../api/resources.ts';
import { RefusalAlert } from '../../layout/states.tsx';
import { useText } from '../../messages/use-text.ts';
import { draftedFindings, Findings, findingsComplete, type FindingsDraft } from './findings.tsx';
import { Words } from './words.tsx';

type Outcome = 'approve' | 'return' | 'deny';

interface Matter {
  readonly task: Task;
  readonly request: ExceptionRequest;
}

/** Two clicks: the outcome, and the confirmation with whatever the policy wants said. */
export function Decide({ task, request }: Matter) {
  const text = useText();
  const [outcome, setOutcome] = useState<Outcome>();
  return (
    <section aria-labelledby="decide" className="decide">
      <h2 id="decide">{text('decide.title')}</h2>
      {outcome === undefined ? (
        <div className="buttons">
          <Button type="button" onClick={() => setOutcome('approve')}>
            {text('decide.approve')}
          </Button>
          <Button type="button" outline onClick={() => setOutcome('return')}>
            {text('decide.return')}
          </Button>
          <Button type="button" secondary onClick={() => setOutcome('deny')}>
            {text('decide.deny')}
          </Button>
        </div>
      ) : (
        <Confirm key={outcome} outcome={outcome} task={task} request={request} cancel={() => setOutcome(undefined)} />
      )}
    </section>
  );
}

function Confirm({
  outcome,
  task,
  request,
  cancel,
}: Matter & { readonly outcome: Outcome; readonly cancel: () => void }) {
  const text = useText();
  const words = {
    necessaryOrBeneficial: text('finding.draft.necessaryOrBeneficial', { reason: request.reason ?? '' }),
    districtFormUnavailable: text('finding.draft.districtFormUnavailable', {
      why: request.districtFormShortfall?.why ?? '',
    }),
    relatedToActivity: text('finding.draft.relatedToActivity', { group: request.groupTitle ?? '' }),
  };
  const [comment, setComment] = useState('');
  const [copyCondition, setCopyCondition] = useState('');
  const [findings, setFindings] = useState<FindingsDraft>(() => draftedFindings(request, words));
  const [tried, setTried] = useState(false);
  const decide = useChange(() => `/api/v1/approval-tasks/${task.id}/decision`, [['task'], ['tasks'], ['request']]);

  const needsFindings = outcome === 'approve' && task.kind === 'personal-phone';
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
      <p role="status">{text(`decide.${outcome}.sure`)}</p>
      {needsFindings && <Findings findings={findings} change={setFindings} tried={tried} />}
      <Words
        id="comment"
        label={text(needsComment ? `decide.${outcome}.comment` : 'decide.comment')}
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
        <Button
          type="submit"
          secondary={outcome === 'deny'}
          disabled={decide.isPending}
          autoFocus={!needsComment && !needsFindings}
        >
          {text(`decide.${outcome}.yes`)}
        </Button>
        <Button type="button" outline onClick={cancel}>
          {text('decide.cancel')}
        </Button>
      </div>
    </form>
  );
}
