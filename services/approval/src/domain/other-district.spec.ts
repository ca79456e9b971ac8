import { describe, expect, it } from '@jest/globals';
import { decisionSpecification, isRefusal } from '@sightline/decider';
import { findingNames, policyVersions, type FindingName } from '@sightline/policy';
import { otherDistrictPolicy } from '@sightline/testing';
import { roundDecider, type DecideTask } from './index.js';
import { decide, opened, task } from './sample-round.suite.js';

const { given } = decisionSpecification(roundDecider);
const record = <Value>(pick: (name: FindingName) => Value): Record<FindingName, Value> =>
  Object.fromEntries(findingNames.map((name) => [name, pick(name)])) as Record<FindingName, Value>;
const met = (...names: readonly FindingName[]): DecideTask['findings'] => ({
  met: record((name) => names.includes(name)),
  wordsLength: record((name) => (names.includes(name) ? 5 : 0)),
});

describe.each([policyVersions[0]!, otherDistrictPolicy])('a decision under $id ($number)', (policy) => {
  const { kinds, textLengthMax } = policy.settings;
  const by = (kind: 'outside-channel' | 'personal-phone', more: Partial<DecideTask>) =>
    given(opened(kind, task('one', 'principal', 'ann'), task('two', 'technology', 'cem'))).when(
      decide('one', 'ann', { policy, ...more }),
    );

  it.each(['outside-channel', 'personal-phone'] as const)(
    '%s: rests on the findings that it names, no more',
    (kind) => {
      const { findings } = kinds[kind];
      if (findings.length === 0) {
        by(kind, { findings: met(...findingNames) }).thenRefused('findings-not-applicable', 'C5');
        expect(isRefusal(by(kind, {}).decision)).toBe(false);
        return;
      }
      by(kind, {}).thenRefused('findings-missing', 'C5');
      by(kind, { findings: met(...findings.slice(1)) }).thenRefused('finding-words-missing', 'C5');
      expect(isRefusal(by(kind, { findings: met(...findings) }).decision)).toBe(false);
    },
  );

  it.each(['outside-channel', 'personal-phone'] as const)(
    '%s: copies are a condition only where they are not due anyway (C7)',
    (kind) => {
      const findings = kinds[kind].findings.length > 0 ? met(...kinds[kind].findings) : null;
      const decision = by(kind, { findings, copyConditionLength: 5 });
      if (kinds[kind].copies === 'always') decision.thenRefused('copies-always-required', 'C7');
      else expect(isRefusal(decision.decision)).toBe(false);
    },
  );

  it('takes texts of its own length', () => {
    expect(isRefusal(by('personal-phone', { outcome: 'deny', commentLength: textLengthMax.comment }).decision)).toBe(
      false,
    );
    by('personal-phone', { outcome: 'deny', commentLength: textLengthMax.comment + 1 }).thenRefused('text-too-long');
  });
});
