import { describe, expect, it } from '@jest/globals';
import { decisionSpecification } from '@sightline/decider';
import fc from 'fast-check';
import { archivingDecider, type ArchiveCommand, type NewMessage } from './archiving.decider.js';
import { threadsOf, type Threaded } from './conversation.js';
import { copyAddressDecider, type CopyAddressCommand, type CopyAddressFact } from './copy-address.decider.js';

const message = (data: Partial<NewMessage> = {}): NewMessage => ({
  messageId: 'm',
  sentAt: null,
  receivedAt: '2026-10-01T12:00:00.000Z',
  studentIds: [],
  contentHash: 'h',
  copyGapSeconds: 10,
  fromStaff: true,
  copyDue: true,
  answersMissing: false,
  ...data,
});
const archive = (messages: readonly NewMessage[], data: Partial<ArchiveCommand> = {}): ArchiveCommand => ({
  ...{ type: 'archive', authorizationId: 'a', staffId: 's', messages, by: 'smtp', importId: null, allowedSeconds: 900 },
  ...data,
});
const stated = (command: ArchiveCommand): string[] =>
  (archivingDecider.decide(command, null) as readonly { type: string }[]).map(({ type }) => type.split('.')[2]!);

describe('what is stated of a batch (C7)', () => {
  it('is nothing of nothing', () => expect(stated(archive([]))).toEqual([]));

  it.each<[string, Partial<NewMessage>, Partial<ArchiveCommand>, string[]]>([
    ['in time', {}, {}, []],
    ['at the last second', { copyGapSeconds: 900 }, {}, []],
    ['late', { copyGapSeconds: 901 }, {}, ['copies-late']],
    ['late, but written to the member of staff', { copyGapSeconds: 901, fromStaff: false }, {}, []],
    ['late, but no copy was due', { copyGapSeconds: 901, copyDue: false }, {}, []],
    ['late, but uncovered', { copyGapSeconds: 901 }, { authorizationId: null }, []],
    ['first in an export', { copyGapSeconds: null }, { by: 'import', importId: 'i' }, ['copies-missing']],
    ['an answer to what is not here', { answersMissing: true }, {}, ['copies-missing']],
  ])('names a copy that came %s', (_, of, data, also) => {
    expect(stated(archive([message(of)], data))).toEqual(['messages-archived', ...also]);
  });

  it('holds every message once, in order, at most 500 an event', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_700 }), (count) => {
        const ids = Array.from({ length: count }, (_, index) => String(index));
        const facts = archivingDecider.decide(archive(ids.map((messageId) => message({ messageId }))), null);
        const chunks = (facts as unknown as readonly { data: { messages: { messageId: string }[] } }[]).map(
          ({ data }) => data.messages.map(({ messageId }) => messageId),
        );
        expect(chunks.flat()).toEqual(ids);
        expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThanOrEqual(500);
      }),
    );
  });
});

describe('a copy address (C7)', () => {
  const { given } = decisionSpecification(copyAddressDecider);
  const issued = (copyAddressId: string, replaces: string | null): CopyAddressFact => ({
    type: 'sightline.messaging-archive.copy-address-issued.v1',
    data: { authorizationId: 'a', copyAddressId, replaces },
  });
  const issue: CopyAddressCommand = { type: 'issue', authorizationId: 'a', copyAddressId: 'one' };
  const rotate = (data: Partial<Extract<CopyAddressCommand, { type: 'rotate' }>> = {}): CopyAddressCommand => ({
    ...{ type: 'rotate', copyAddressId: 'one', by: 'coach', staffId: 'coach', ended: false, nextId: 'two' },
    ...data,
  });

  it('is issued once', () => {
    given().when(issue).then(issued('one', null));
    given(issued('one', null))
      .when({ ...issue, copyAddressId: 'again' })
      .thenNothing();
  });

  it('is replaced by its member of staff alone, while the authorization stands, and once', () => {
    const first = issued('one', null);
    given(first).when(rotate()).then(issued('two', 'one'));
    given(first)
      .when(rotate({ by: 'other' }))
      .thenRefused('not-your-copy-address', 'C7');
    given(first)
      .when(rotate({ ended: true }))
      .thenRefused('authorization-ended', 'C7');
    given(first, issued('two', 'one'))
      .when(rotate({ nextId: 'three' }))
      .thenRefused('copy-address-replaced', 'C7');
    given().when(rotate()).thenRefused('copy-address-replaced', 'C7');
  });
});

describe('threads', () => {
  const threaded = fc.record({
    messageId: fc.uuid(),
    keyId: fc.constantFrom('k1', 'k2'),
    at: fc.integer({ min: 0, max: 20 }).map((day) => new Date(day * 43_200_000)),
    external: fc.constantFrom(null, 'e1', 'e2', 'e3'),
    answers: fc.array(fc.constantFrom('e1', 'e2', 'e9'), { maxLength: 2 }),
    conversation: fc.constantFrom('c1', 'c2'),
  });

  it('give every message one, do not depend on the order of a batch, and never join two keys', () => {
    fc.assert(
      fc.property(fc.uniqueArray(threaded, { selector: ({ messageId }) => messageId, maxLength: 12 }), (batch) => {
        // Two at one moment stand in either order.
        fc.pre(new Set(batch.map(({ at }) => at.getTime())).size === batch.length);
        const threads = threadsOf(batch, []);
        expect(threads.size).toBe(batch.length);
        expect(threadsOf([...batch].reverse(), [])).toEqual(threads);
        const keys = new Map<string, string>();
        for (const { messageId, keyId } of batch as readonly Threaded[]) {
          const { threadId } = threads.get(messageId)!;
          expect(keys.get(threadId) ?? keyId).toBe(keyId);
          keys.set(threadId, keyId);
        }
      }),
    );
  });
});
