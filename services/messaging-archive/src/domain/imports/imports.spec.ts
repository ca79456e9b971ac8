import { describe, expect, it } from '@jest/globals';
import { decisionSpecification } from '@sightline/decider';
import fc from 'fast-check';
import { nobody, type Communication } from '../communication.js';
import { messageImportDecider, type CompleteImport } from './message-import.decider.js';
import { reckoningOf, reckoningText } from './reckoning.js';
import { Tally } from './tally.js';
import { threadOf } from './thread-of.js';

const rest = {
  ...{ importId: 'i', staffId: 's', authorizationId: null, format: 'mbox' as const, copiesMissing: 0 },
  ...{ refusedBecause: {}, refusedItems: [], remarks: [], completedAt: '2026-11-02T12:00:00.000Z' },
};

describe('a reckoning (C7, C8)', () => {
  it('comes out whatever an export holds: seen is the sum of its parts', () => {
    const part = fc.tuple(fc.constantFrom('take', 'leave', 'refuse'), fc.nat(50));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 50 }), fc.double({ min: 0, max: 1, noNaN: true }), (parts, share) => {
        const tally = new Tally();
        for (const [what, count] of parts)
          if (what === 'take') tally.take(count);
          else if (what === 'leave') tally.leave(count);
          else tally.refuse({ because: 'damaged', place: `row ${count}` });
        const newCount = Math.floor(tally.counted.taken * share);
        const { seen, alreadyHad, refused, notChosen, ...reckoning } = reckoningOf(tally.counted, newCount, rest);
        expect(seen).toBe(reckoning.new + alreadyHad + refused + notChosen);
        expect(refused).toBe(Object.values(tally.refused.reasons).reduce((sum, each) => sum + each, 0));
      }),
    );
  });

  it('that does not come out is none', () => {
    expect(() => reckoningOf({ seen: 3, taken: 1, refused: 1, notChosen: 1 }, 2, rest)).toThrow(RangeError);
    expect(() => reckoningOf({ seen: 4, taken: 1, refused: 1, notChosen: 1 }, 1, rest)).toThrow(RangeError);
  });

  it('is the same text in whatever order its members stand', () => {
    const reckoning = reckoningOf({ seen: 1, taken: 1, refused: 0, notChosen: 0 }, 1, rest);
    const turned = Object.fromEntries(Object.entries(reckoning).reverse()) as unknown as typeof reckoning;
    expect(reckoningText(turned)).toBe(reckoningText(reckoning));
    expect(JSON.parse(reckoningText(reckoning))).toEqual(reckoning);
  });

  it('lists a thousand refusals and counts all', () => {
    const tally = new Tally();
    for (let row = 0; row < 1_500; row += 1) tally.refuse({ because: 'damaged', place: `row ${row}` });
    expect(tally.refused.items).toHaveLength(1_000);
    expect(tally.refused.reasons).toEqual({ damaged: 1_500 });
  });
});

describe('the end of an import', () => {
  const { given } = decisionSpecification(messageImportDecider);
  const { type: _, ...data }: CompleteImport = {
    type: 'complete',
    ...{ importId: 'i', staffId: 's', authorizationId: null, format: 'mbox', seen: 1, new: 1 },
    ...{ alreadyHad: 0, refused: 0, notChosen: 0, copiesMissing: 0, reckoningCommitment: 'c' },
  };
  const fact = { type: 'sightline.messaging-archive.message-import-completed.v1', data } as const;

  it('is said once', () => {
    given()
      .when({ type: 'complete', ...data })
      .then(fact);
    given(fact)
      .when({ type: 'complete', ...data })
      .then();
  });
});

describe('the thread of a communication', () => {
  const said = (data: Partial<Communication>): Communication => ({
    ...{
      externalId: null,
      sentAt: null,
      medium: 'text-message',
      direction: 'unknown',
      from: nobody,
      to: [],
      subject: '',
    },
    ...{ text: '', html: null, attachments: [], inReplyTo: null, references: [], threadHint: null, facts: {} },
    ...data,
  });
  const mail = (from: string, ...to: string[]) =>
    said({
      medium: 'email',
      from: { address: from, kind: 'email', displayName: '' },
      to: to.map((address) => ({ address, kind: 'email', displayName: '' })),
    });

  it('is one however a number is spelled, for texts and calls', () => {
    const threads = ['+1 555 010 0102', '(555) 010-0102', '5550100102'].map((threadHint) =>
      threadOf(said({ threadHint })),
    );
    expect(new Set([...threads, threadOf(said({ medium: 'phone-call', threadHint: '15550100102' }))]).size).toBe(1);
    expect(threadOf(said({ threadHint: '5550100103' }))).not.toBe(threads[0]);
  });

  it('of mail is everybody who takes part, whoever writes', () => {
    expect(threadOf(mail('A@x.example', 'b@x.example'))).toBe(threadOf(mail('b@x.example', 'a@x.example')));
    expect(threadOf(mail('a@x.example', 'b@x.example', 'c@x.example'))).not.toBe(
      threadOf(mail('a@x.example', 'b@x.example')),
    );
  });
});
