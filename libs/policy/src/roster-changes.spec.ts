import { describe, expect, it } from '@jest/globals';
import { requestKinds, rosterChanges, type RequestKind, type RosterChange } from '@sightline/contracts';
import { clauseIds, rosterRules } from './index.js';

/** Every rule there is; a changed rule is a changed cell here. */
const table = `
change                | outside-channel       | personal-phone
student-left-district | end-for-student C3    | end-for-student C5
student-left-school   | review principal C3   | nothing C5
student-left-group    | nothing C3            | end-for-student C5
group-dropped         | review principal C3   | end C5
staff-left-district   | end C3                | end C5
staff-left-group      | nothing C3            | end C5
staff-moved           | review principal C3   | review supervisor C5
supervisor-changed    | nothing C7            | notify C7
staff-restricted      | end-for-student C9    | end-for-student C9
guardian-restricted   | nothing C9            | nothing C9
guardians-changed     | nothing C6            | nothing C6
became-own-family     | end-for-student C4    | end-for-student C4
`;
const [[, ...kinds] = [], ...rows] = table
  .trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()));
const cells = rows.flatMap(([change, ...rules]) =>
  rules.map((rule, index) => [change as RosterChange, kinds[index] as RequestKind, rule] as const),
);

describe('what a change of the roster does to a live authorization', () => {
  it('is written down for every change and every kind', () => {
    expect(kinds).toEqual([...requestKinds]);
    expect(rows.map(([change]) => change)).toEqual([...rosterChanges]);
    expect(Object.keys(rosterRules)).toEqual([...rosterChanges]);
    expect(cells).toHaveLength(rosterChanges.length * requestKinds.length);
  });

  it.each(cells)('%s, %s: %s', (change, kind, expected) => {
    const rule = rosterRules[change][kind];
    const sides = rule.what === 'review' ? ` ${rule.sides.join(' ')}` : '';
    expect(`${rule.what}${sides} ${rule.clause}`).toBe(expected);
    expect(clauseIds).toContain(rule.clause);
    expect(rule.why).toMatch(/^[A-Z].+\.$/);
  });
});
