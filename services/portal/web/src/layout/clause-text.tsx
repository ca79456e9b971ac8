import { policyVersionById, policyVersions } from '@sightline/policy';
import { useQuery } from '@tanstack/react-query';
import { policyVersionQuery } from '../api/queries.ts';
import { useLanguage } from '../messages/language.tsx';
import { useText } from '../messages/use-text.ts';

/** The clauses that pages quote. */
export type QuotedClause = 'C2' | 'C3' | 'C4' | 'C5' | 'C6' | 'C7' | 'C9';

const translated = policyVersions.at(-1)!;

/** A clause of P 4650: in plain words, and the board's own words below, as they were in force (C11). */
export function ClauseText({ clause, version }: { readonly clause: QuotedClause; readonly version?: string }) {
  const text = useText();
  const { language } = useLanguage();
  const known = version === undefined ? translated : policyVersionById(version);
  const published = useQuery({ ...policyVersionQuery(version ?? ''), enabled: known === undefined }).data;
  const policy = known ?? published;
  if (policy === undefined) return null;
  const { plain, quote } = policy.clauses[clause];
  const inTheirLanguage = plain === translated.clauses[clause].plain;
  return (
    <div className="clause">
      <p>
        <strong>{text('clause.named', { clause })}</strong>{' '}
        {inTheirLanguage ? text(`clause.${clause}.plain`) : <span lang="en">{plain}</span>}
      </p>
      <details>
        <summary>{text('clause.quote', { number: policy.number })}</summary>
        <blockquote lang="en">{quote}</blockquote>
        {language !== 'en' && <p>{text('clause.in-english')}</p>}
      </details>
    </div>
  );
}
