import { useQuery } from '@tanstack/react-query';
import { answersQuery } from '../../api/queries.ts';
import { nameOf } from '../../layout/request-facts.tsx';
import { useText } from '../../messages/use-text.ts';

/** What the approvers have said so far, in their own words: why it was denied, or what is to be changed (C3). */
export function Answers({ requestId }: { readonly requestId: string }) {
  const text = useText();
  const answers = useQuery(answersQuery(requestId)).data?.items ?? [];
  if (answers.length === 0) return null;
  return (
    <section aria-labelledby="request-answers">
      <h2 id="request-answers">{text('answers.title')}</h2>
      <ul className="usa-list usa-list--unstyled">
        {answers.map(({ id, status, side, decidedBy, comment, copyCondition }) => (
          <li key={id} className="margin-bottom-2">
            <strong>{text(`answers.${status}`, { name: nameOf(decidedBy), side: text(`side.${side}`) })}</strong>
            {comment !== null && <p className="margin-y-05 text-pre-wrap">{comment}</p>}
            {copyCondition !== null && (
              <p className="margin-y-05 text-pre-wrap">{text('answers.condition', { words: copyCondition })}</p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
