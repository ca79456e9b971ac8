import { policyVersionById, policyVersions } from '@sightline/policy';
import { useLanguage } from '../messages/language.tsx';
import { useText } from '../messages/use-text.ts';

/** The clauses that pages quote. */
export type QuotedClause = 'C2' | 'C3' | 'C4' | 'C5' | 'C6';

/** A clause of P 4650: in plain words, and the board's own words below, as they were in force (C11). */
export function ClauseText({ clause, version }: { readonly clause: QuotedClause; readonly version?: string }) {
  const text = useText();
  const { language } = useLanguage();
  const policy = (version === undefined ? undefined : policyVersionById(version)) ?? policyVersions.at(-1)!;
  return (
    <div className="clause">
      <p>
        <strong>{text('clause.named', { clause })}</strong> {text(`clause.${clause}.plain`)}
      </p>
      <details>
        <summary>{text('clause.quote', { number: policy.number, updated: policy.updatedOn })}</summary>
        <blockquote lang="en">{policy.clauses[clause].quote}</blockquote>
        {language !== 'en' && <p>{text('clause.in-english')}</p>}
      </details>
    </div>
  );
}
