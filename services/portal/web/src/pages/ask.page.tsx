import { StepIndicator, StepIndicatorStep } from '@trussworks/react-uswds';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useChange } from '../api/changes.ts';
import { requestQuery } from '../api/queries.ts';
import type { ExceptionRequest } from '../api/resources.ts';
import { Page } from '../layout/page.tsx';
import { Loaded, RefusalAlert } from '../layout/states.tsx';
import { useText } from '../messages/use-text.ts';
import { bodyOf, draftOf, emptyDraft, faultsOf, steps, type Draft } from './ask/draft.ts';
import { StepFields } from './ask/step-fields.tsx';

/** Asks in writing (C3, C5), one question at a time; or changes a request that was returned. */
export function AskPage() {
  const text = useText();
  const [search] = useSearchParams();
  const amends = search.get('amend');
  const returned = useQuery({ ...requestQuery(amends ?? ''), enabled: amends !== null, refetchInterval: false });
  return (
    <Page title={text(amends === null ? 'ask.title' : 'ask.amend.title')}>
      {amends === null ? (
        <GuidedForm key="new" start={emptyDraft} path="/api/v1/exception-requests" />
      ) : (
        <Loaded query={returned}>
          {(request) => (
            <GuidedForm
              key={request.id}
              start={draftOf(request)}
              path={`/api/v1/exception-requests/${request.id}/amend`}
            />
          )}
        </Loaded>
      )}
    </Page>
  );
}

function GuidedForm({ start, path }: { readonly start: Draft; readonly path: string }) {
  const text = useText();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(start);
  const [at, setAt] = useState(0);
  const [tried, setTried] = useState(false);
  const step = steps[at]!;
  const faults = faultsOf(step, draft);
  const submit = useChange<object, ExceptionRequest>(() => path, [['requests'], ['request']]);
  const form = useRef<HTMLFormElement>(null);
  const moved = useRef(false);

  // Whoever uses a keyboard or a screen reader goes along to the new step, and to the first fault.
  useEffect(() => {
    if (moved.current) form.current?.querySelector<HTMLElement>('h2')?.focus();
    moved.current = true;
  }, [at]);

  const goTo = (next: number): void => {
    setTried(false);
    setAt(next);
  };
  const goOn = async (): Promise<void> => {
    if (Object.keys(faults).length > 0) {
      setTried(true);
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
      return;
    }
    if (step !== 'check') return goTo(at + 1);
    const { id } = await submit.mutateAsync(bodyOf(draft));
    await navigate(`/requests/${id}`);
  };

  return (
    <form
      ref={form}
      noValidate
      className="ask"
      onSubmit={(event) => {
        event.preventDefault();
        goOn().catch(() => undefined);
      }}
    >
      <StepIndicator headingLevel="h2" ofText={text('ask.of')} stepText={text('ask.step')} showLabels={false}>
        {steps.map((each, index) => (
          <StepIndicatorStep
            key={each}
            label={text(`ask.step.${each}`)}
            {...(index < at ? { status: 'complete' as const } : index === at ? { status: 'current' as const } : {})}
          />
        ))}
      </StepIndicator>
      <StepFields
        step={step}
        draft={draft}
        change={(changed) => setDraft((before) => ({ ...before, ...changed }))}
        faults={tried ? faults : {}}
        goTo={(other) => goTo(steps.indexOf(other))}
      />
      {step === 'check' && <RefusalAlert error={submit.error} />}
      <div className="buttons">
        <button type="submit" className="usa-button" disabled={submit.isPending}>
          {text(step === 'check' ? 'ask.send' : 'ask.next')}
        </button>
        {at > 0 && (
          <button type="button" className="usa-button usa-button--outline" onClick={() => goTo(at - 1)}>
            {text('ask.back')}
          </button>
        )}
      </div>
    </form>
  );
}
