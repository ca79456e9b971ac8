import type { ReactNode } from 'react';
import { ClauseText, type QuotedClause } from '../../layout/clause-text.tsx';
import { useText } from '../../messages/use-text.ts';
import { Check } from './check.tsx';
import { needsShortfall, type Fields, type Step } from './draft.ts';
import { DateField, HowFields, WhatFields } from './plain-fields.tsx';
import { WhoFields } from './who-fields.tsx';
import { WhyFields } from './why-fields.tsx';

interface StepContents extends Fields {
  readonly step: Step;
  readonly goTo: (step: Step) => void;
}

/** The question of one step, with the clause that asks it. */
export function StepFields({ step, goTo, ...fields }: StepContents) {
  switch (step) {
    case 'what':
      return (
        <Question step={step} clause={fields.draft.kind === 'personal-phone' ? 'C5' : 'C3'}>
          <WhatFields {...fields} />
        </Question>
      );
    case 'who':
      return (
        <Question step={step} clause="C4">
          <WhoFields {...fields} />
        </Question>
      );
    case 'how':
      return (
        <Question step={step}>
          <HowFields {...fields} />
        </Question>
      );
    case 'why':
      return (
        <Question step={step} {...(needsShortfall(fields.draft) ? { clause: 'C2' as const } : {})}>
          <WhyFields {...fields} />
        </Question>
      );
    case 'when':
      return (
        <Question step={step}>
          <DateField name="from" {...fields} />
          <DateField name="until" {...fields} />
        </Question>
      );
    case 'check':
      return (
        <Question step={step} clause="C6">
          <Check draft={fields.draft} goTo={goTo} />
        </Question>
      );
  }
}

function Question({
  step,
  clause,
  children,
}: {
  readonly step: Step;
  readonly clause?: QuotedClause;
  readonly children: ReactNode;
}) {
  const text = useText();
  return (
    <>
      <p className="ask-help">{text(`ask.help.${step}`)}</p>
      {children}
      {clause && <ClauseText clause={clause} />}
    </>
  );
}
