import { Fieldset, Radio } from '@trussworks/react-uswds';
import { findingNames, type FindingName } from '@sightline/policy';
import type { ExceptionRequest } from '../../api/resources.ts';
import { useText } from '../../messages/use-text.ts';
import { Words } from './words.tsx';

export type FindingsDraft = Readonly<Record<FindingName, { readonly met: boolean; readonly words: string }>>;

/** Drafted from the request and from what the register said, to be confirmed or changed by whoever decides. */
export const draftedFindings = (
  request: ExceptionRequest,
  words: Readonly<Record<FindingName, string>>,
): FindingsDraft => ({
  necessaryOrBeneficial: { met: true, words: words.necessaryOrBeneficial },
  districtFormUnavailable: {
    met: request.districtFormShortfall?.availableAtRequest === false,
    words: words.districtFormUnavailable,
  },
  relatedToActivity: { met: request.group !== null, words: words.relatedToActivity },
});

/** All three met, each in words: without that C5 allows no approval. */
export const findingsComplete = (findings: FindingsDraft): boolean =>
  findingNames.every((name) => findings[name].met && findings[name].words.trim() !== '');

interface FindingsFields {
  readonly findings: FindingsDraft;
  readonly change: (findings: FindingsDraft) => void;
  readonly tried: boolean;
}

/** The three findings of C5, each with its own yes and its own words. */
export function Findings({ findings, change, tried }: FindingsFields) {
  const text = useText();
  const anyNo = findingNames.some((name) => !findings[name].met);
  return (
    <>
      <p>{text('finding.drafted')}</p>
      {findingNames.map((name) => {
        const finding = findings[name];
        const set = (changed: Partial<typeof finding>): void =>
          change({ ...findings, [name]: { ...finding, ...changed } });
        return (
          <Fieldset key={name} legend={text(`finding.${name}`)} legendStyle="default" className="finding">
            <div className="finding-answers">
              <Radio
                id={`${name}-yes`}
                name={name}
                label={text('finding.yes')}
                checked={finding.met}
                onChange={() => set({ met: true })}
              />
              <Radio
                id={`${name}-no`}
                name={name}
                label={text('finding.no')}
                checked={!finding.met}
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
