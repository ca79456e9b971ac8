import { describe, expect, it } from '@jest/globals';
import { fold, isRefusal } from '@sightline/decider';
import { roundDecider, type RoundCommand, type RoundFact, type RoundState } from './index.js';
import {
  advance,
  claim,
  claimed,
  close,
  comment,
  decide,
  decided,
  delegate,
  delegated,
  ids,
  open,
  openedWith,
  reassign,
  returnToPool,
  revoke,
  task,
} from './sample-round.suite.js';

type PersonalCommand = Extract<RoundCommand, { readonly by: string }>['type'];
type OwnCommand = Exclude<RoundCommand['type'], PersonalCommand>;
/** The statuses of a round; an open one, by where the task stands. */
type Phase = Exclude<RoundState['status'], 'open'> | 'pool' | 'held' | 'delegated' | 'decided';
type Role = 'requester' | 'party' | 'approver' | 'colleague' | 'decidedOther' | 'otherSide' | 'delegate' | 'stranger';

const data = { ...ids, submission: 2 };
// Dan has decided the technology side; Sue’s task stays open, so that the round does.
const opening = openedWith(
  { partyIds: ['mother'] },
  task('p', 'principal', 'ann', 'ben', 'dan'),
  task('t', 'technology', 'cem', 'dan'),
  task('q', 'principal', 'sue'),
);
const begun = [opening, decided('t', 'technology', 'dan')] as const;
const byAnn = decided('p', 'principal', 'ann');
const histories: Readonly<Record<Phase, readonly RoundFact[]>> = {
  none: [],
  pool: begun,
  held: [...begun, claimed('p', 'ann')],
  delegated: [...begun, delegated('p', 'dee', ['ann', 'ben', 'dan', 'dee'], 'ann')],
  decided: [...begun, byAnn],
  approved: [
    ...begun,
    byAnn,
    decided('q', 'principal', 'sue'),
    {
      type: 'sightline.approval.round-approved.v1',
      data: { ...data, deciderIds: ['ann', 'dan', 'sue'], copyCondition: false },
    },
  ],
  denied: [
    ...begun,
    decided('q', 'principal', 'sue', 'deny'),
    { type: 'sightline.approval.round-denied.v1', data: { ...data, deciderId: 'sue' } },
  ],
  returned: [
    ...begun,
    decided('q', 'principal', 'sue', 'return'),
    { type: 'sightline.approval.round-returned.v1', data: { ...data, deciderId: 'sue' } },
  ],
  closed: [...begun, { type: 'sightline.approval.round-closed.v1', data: { ...data, reason: 'withdrawn' } }],
  reviewed: [
    ...begun,
    {
      type: 'sightline.approval.review-decided.v1',
      data: {
        ...ids,
        reviewId: 'review',
        authorizationId: 'authorization',
        outcome: 'keep',
        deciderIds: ['dan'],
        words: null,
      },
    },
  ],
};
const people: Readonly<Record<Role, string>> = {
  ...{ requester: 'teacher', party: 'mother', approver: 'ann', colleague: 'ben', decidedOther: 'dan' },
  ...{ otherSide: 'cem', delegate: 'dee', stranger: 'zoe' },
};
const personal: Readonly<Record<PersonalCommand, (by: string) => RoundCommand>> = {
  decide: (by) => decide('p', by),
  claim: (by) => claim('p', by),
  'return-to-pool': (by) => returnToPool('p', by),
  delegate: (by) => delegate('p', by, 'eve'),
  'revoke-delegation': (by) => revoke('p', by),
  comment: (by) => comment('p', by),
};
const own: Readonly<Record<OwnCommand, RoundCommand>> = {
  open: open('outside-channel', [['principal', 'ann']]),
  close,
  reassign: reassign([
    ['principal', 'ann', 'ben', 'eve'],
    ['technology', 'cem'],
  ]),
  advance: advance('2026-09-19T12:00:00.000Z', [['director']]),
  'end-delegations': { type: 'end-delegations', today: '2027-01-01' },
};

/** `yes`: it happens; `same`: nothing is left to happen; else the refusal and the clause that says no. */
const matrix = `
                            | requester              | party                  | approver           | colleague          | decidedOther       | otherSide          | delegate           | stranger
none decide                 | unknown-task           | unknown-task           | unknown-task       | unknown-task       | unknown-task       | unknown-task       | unknown-task       | unknown-task
none claim                  | unknown-task           | unknown-task           | unknown-task       | unknown-task       | unknown-task       | unknown-task       | unknown-task       | unknown-task
none return-to-pool         | unknown-task           | unknown-task           | unknown-task       | unknown-task       | unknown-task       | unknown-task       | unknown-task       | unknown-task
none delegate               | unknown-task           | unknown-task           | unknown-task       | unknown-task       | unknown-task       | unknown-task       | unknown-task       | unknown-task
none revoke-delegation      | unknown-task           | unknown-task           | unknown-task       | unknown-task       | unknown-task       | unknown-task       | unknown-task       | unknown-task
none comment                | unknown-task           | unknown-task           | unknown-task       | unknown-task       | unknown-task       | unknown-task       | unknown-task       | unknown-task
pool decide                 | party-cannot-decide C3 | party-cannot-decide C3 | yes                | yes                | four-eyes C3       | not-a-candidate C3 | not-a-candidate C3 | not-a-candidate C3
pool claim                  | party-cannot-decide C3 | party-cannot-decide C3 | yes                | yes                | four-eyes C3       | not-a-candidate C3 | not-a-candidate C3 | not-a-candidate C3
pool return-to-pool         | not-a-candidate C3     | not-a-candidate C3     | same               | same               | same               | not-a-candidate C3 | not-a-candidate C3 | not-a-candidate C3
pool delegate               | party-cannot-decide C3 | party-cannot-decide C3 | yes                | yes                | four-eyes C3       | not-a-candidate C3 | not-a-candidate C3 | not-a-candidate C3
pool revoke-delegation      | not-delegated C3       | not-delegated C3       | not-delegated C3   | not-delegated C3   | not-delegated C3   | not-delegated C3   | not-delegated C3   | not-delegated C3
pool comment                | not-a-candidate C3     | not-a-candidate C3     | yes                | yes                | yes                | not-a-candidate C3 | not-a-candidate C3 | not-a-candidate C3
held decide                 | party-cannot-decide C3 | party-cannot-decide C3 | yes                | claimed-by-another | claimed-by-another | not-a-candidate C3 | not-a-candidate C3 | not-a-candidate C3
held claim                  | party-cannot-decide C3 | party-cannot-decide C3 | same               | claimed-by-another | claimed-by-another | not-a-candidate C3 | not-a-candidate C3 | not-a-candidate C3
held return-to-pool         | not-a-candidate C3     | not-a-candidate C3     | yes                | not-claimed        | not-claimed        | not-a-candidate C3 | not-a-candidate C3 | not-a-candidate C3
held delegate               | party-cannot-decide C3 | party-cannot-decide C3 | yes                | claimed-by-another | claimed-by-another | not-a-candidate C3 | not-a-candidate C3 | not-a-candidate C3
held revoke-delegation      | not-delegated C3       | not-delegated C3       | not-delegated C3   | not-delegated C3   | not-delegated C3   | not-delegated C3   | not-delegated C3   | not-delegated C3
held comment                | not-a-candidate C3     | not-a-candidate C3     | yes                | yes                | yes                | not-a-candidate C3 | not-a-candidate C3 | not-a-candidate C3
delegated decide            | party-cannot-decide C3 | party-cannot-decide C3 | claimed-by-another | claimed-by-another | claimed-by-another | not-a-candidate C3 | yes                | not-a-candidate C3
delegated claim             | party-cannot-decide C3 | party-cannot-decide C3 | claimed-by-another | claimed-by-another | claimed-by-another | not-a-candidate C3 | same               | not-a-candidate C3
delegated return-to-pool    | not-a-candidate C3     | not-a-candidate C3     | not-claimed        | not-claimed        | not-claimed        | not-a-candidate C3 | not-claimed        | not-a-candidate C3
delegated delegate          | party-cannot-decide C3 | party-cannot-decide C3 | claimed-by-another | claimed-by-another | claimed-by-another | not-a-candidate C3 | yes                | not-a-candidate C3
delegated revoke-delegation | not-delegated C3       | not-delegated C3       | yes                | not-delegated C3   | not-delegated C3   | not-delegated C3   | yes                | not-delegated C3
delegated comment           | not-a-candidate C3     | not-a-candidate C3     | yes                | yes                | yes                | not-a-candidate C3 | yes                | not-a-candidate C3
decided decide              | already-decided C3     | already-decided C3     | same               | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3
decided claim               | already-decided C3     | already-decided C3     | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3
decided return-to-pool      | already-decided C3     | already-decided C3     | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3
decided delegate            | already-decided C3     | already-decided C3     | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3
decided revoke-delegation   | already-decided C3     | already-decided C3     | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3
decided comment             | already-decided C3     | already-decided C3     | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3
approved decide             | already-decided C3     | already-decided C3     | same               | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3
approved claim              | already-decided C3     | already-decided C3     | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3
approved return-to-pool     | already-decided C3     | already-decided C3     | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3
approved delegate           | already-decided C3     | already-decided C3     | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3
approved revoke-delegation  | already-decided C3     | already-decided C3     | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3
approved comment            | already-decided C3     | already-decided C3     | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3 | already-decided C3
denied decide               | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
denied claim                | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
denied return-to-pool       | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
denied delegate             | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
denied revoke-delegation    | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
denied comment              | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
returned decide             | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
returned claim              | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
returned return-to-pool     | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
returned delegate           | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
returned revoke-delegation  | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
returned comment            | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
closed decide               | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
closed claim                | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
closed return-to-pool       | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
closed delegate             | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
closed revoke-delegation    | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
closed comment              | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
reviewed decide             | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
reviewed claim              | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
reviewed return-to-pool     | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
reviewed delegate           | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
reviewed revoke-delegation  | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
reviewed comment            | round-over C3          | round-over C3          | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3      | round-over C3
`;
const ownMatrix = `
          | open | close | reassign | advance | end-delegations
none      | yes  | same  | same     | same    | same
pool      | same | yes   | yes      | yes     | same
held      | same | yes   | yes      | yes     | same
delegated | same | yes   | yes      | yes     | yes
decided   | same | yes   | yes      | yes     | same
approved  | same | same  | same     | same    | same
denied    | same | same  | same     | same    | same
returned  | same | same  | same     | same    | same
closed    | same | same  | same     | same    | same
reviewed  | same | same  | same     | same    | same
`;

const rowsOf = (table: string) =>
  table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
const phases = Object.keys(histories) as Phase[];
const roles = Object.keys(people) as Role[];

const answerTo = (phase: Phase, command: RoundCommand): string => {
  const decision = roundDecider.decide(command, fold(roundDecider, histories[phase]));
  if (!isRefusal(decision)) return decision.length > 0 ? 'yes' : 'same';
  expect([decision.detail, decision.remedy]).toEqual([expect.stringMatching(/\.$/), expect.stringMatching(/\.$/)]);
  return decision.clause === undefined ? decision.refused : `${decision.refused} ${decision.clause}`;
};

describe('every command, in every status, by everybody', () => {
  const [heading, ...rows] = rowsOf(matrix);

  it('has an answer here', () => {
    expect(heading).toEqual(['', ...roles]);
    const wanted = phases.flatMap((phase) => Object.keys(personal).map((command) => `${phase} ${command}`));
    expect(rows.map(([row]) => row)).toEqual(wanted);
    expect(rows.every((row) => row.length === roles.length + 1)).toBe(true);
  });

  it.each(
    rows.flatMap(([row = '', ...cells]) => {
      const [phase, command] = row.split(' ') as [Phase, PersonalCommand];
      return cells.map((answer, index) => ({ phase, command, role: roles[index]!, answer }));
    }),
  )('$phase: $command by $role is answered $answer', ({ phase, command, role, answer }) => {
    expect(answerTo(phase, personal[command](people[role]))).toBe(answer);
  });
});

describe('every command that no person gives, in every status', () => {
  const [heading, ...rows] = rowsOf(ownMatrix);

  it('has an answer here', () => {
    expect(heading).toEqual(['', ...Object.keys(own)]);
    expect(rows.map(([phase]) => phase)).toEqual(phases);
  });

  it.each(
    rows.flatMap(([phase = '', ...cells]) =>
      cells.map((answer, index) => ({ phase: phase as Phase, command: Object.keys(own)[index] as OwnCommand, answer })),
    ),
  )('$phase: $command is answered $answer', ({ phase, command, answer }) => {
    expect(answerTo(phase, own[command])).toBe(answer);
  });
});
