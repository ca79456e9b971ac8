import { ErrorMessage, Fieldset, Radio } from '@trussworks/react-uswds';
import { findingNames } from '@sightline/policy';
import type { Task } from '../../api/resources.ts';
import { useText } from '../../messages/use-text.ts';
import { Words } from './words.tsx';

/** Drafted words; whether it is so is for whoever decides to say. */
export type FindingsDraft = NonNullable<NonNullable<Task['findingsDraft']>>;

/** All three met, each in words: without that C5 allows no approval. */
export const findingsComplete = (findings: FindingsDraft): boolean =>
  findingNames.every((name) => findings[name].met === true && findings[name].words.trim() !== '');

interface FindingsFields {
  readonly findings: FindingsDraft;
  readonly change: (findings: FindingsDraft) => void;
  readonly tried: boolean;
}

/** The three findings of C5, each with its own yes and its own words. */
export function Findings({ findings, change, tried }: FindingsFields) {
  const text = useText();
  const anyNo = findingNames.some((name) => findings[name].met === false);
  return (
    <>
      <p>{text('finding.drafted')}</p>
      {findingNames.map((name) => {
        const finding = findings[name];
        const set = (changed: Partial<typeof finding>): void =>
          change({ ...findings, [name]: { ...finding, ...changed } });
        return (
          <Fieldset key={name} legend={text(`finding.${name}`)} legendStyle="default" className="finding">
            {tried && finding.met === null && <ErrorMessage>{text('finding.missing')}</ErrorMessage>}
            <div className="finding-answers">
              <Radio
                id={`${name}-yes`}
                name={name}
                label={text('finding.yes')}
                checked={finding.met === true}
                onChange={() => set({ met: true })}
              />
              <Radio
                id={`${name}-no`}
                name={name}
                label={text('finding.no')}
                checked={finding.met === false}
                onChange={() => set({ met: false })}
              />
            </div>
            <Words
              id={`${name}-words`}
              label={text('finding.words')}
              value={finding.words}
              change={(words) => set({ words })}
              {...(tried && finding.words.trim() === '' ? { error: text('finding.words.missing') } : {})}
            />
          </Fieldset>
        );
      })}
      {anyNo && (
        <p role="alert" className="usa-error-message">
          {text('finding.any-no')}
        </p>
      )}
    </>
  );
}
