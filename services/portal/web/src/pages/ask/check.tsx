import { useQuery } from '@tanstack/react-query';
import { districtFormsQuery, groupsQuery } from '../../api/queries.ts';
import { Fact, Facts } from '../../layout/page.tsx';
import { useDates, useText } from '../../messages/use-text.ts';
import { needsShortfall, type Draft, type Step } from './draft.ts';

/** Everything once more before it is sent, each part with the way back to it. */
export function Check({ draft, goTo }: { readonly draft: Draft; readonly goTo: (step: Step) => void }) {
  const text = useText();
  const { day, all } = useDates();
  const group = useQuery(groupsQuery).data?.items.find(({ id }) => id === draft.group);
  const form = useQuery(districtFormsQuery).data?.items.find(({ id }) => id === draft.districtFormId);
  const byGroup = draft.who === 'group' || draft.kind === 'personal-phone';
  const parts: readonly (readonly [Step, string, string])[] = [
    ['what', text('ask.kind'), draft.kind === '' ? '' : text(`kind.${draft.kind}`)],
    [
      'who',
      text('request.students'),
      byGroup ? (group?.title ?? '') : all(draft.students.map((each) => each.displayName)),
    ],
    [
      'how',
      text('request.channel'),
      [draft.medium === '' ? '' : text(`medium.${draft.medium}`), draft.address].filter(Boolean).join(', '),
    ],
    ['why', text('request.reason'), draft.reason],
    ...(needsShortfall(draft)
      ? ([['why', text('shortfall.form'), [form?.name, draft.why].filter(Boolean).join(': ')]] as const)
      : []),
    ['when', text('request.period'), text('request.period.value', { from: day(draft.from), until: day(draft.until) })],
  ];
  return (
    <Facts>
      {parts.map(([step, name, value]) => (
        <Fact key={name} name={name}>
          <span className="words">{value}</span>{' '}
          <button type="button" className="usa-button usa-button--unstyled" onClick={() => goTo(step)}>
            {text('ask.change')}
            <span className="usa-sr-only"> {name}</span>
          </button>
        </Fact>
      ))}
    </Facts>
  );
}
