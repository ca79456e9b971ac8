import { describe, expect, it } from '@jest/globals';
import { brokenPromises } from './broken-promises.js';

type Recorded = Parameters<typeof brokenPromises>[0][number];

const authorization = { authorizationId: 'authorization' };
const round = { roundId: 'round', requestId: 'request' };
const kept: readonly (readonly [string, object])[] = [
  ['exception-request.request-submitted', { requestId: 'request' }],
  ['approval.round-opened', { ...round, requesterId: 'coach' }],
  ['approval.round-approved', { ...round, deciderIds: ['principal', 'technology'] }],
  ['exception-request.request-approved', { requestId: 'request' }],
  [
    'exception-request.authorization-activated',
    { ...authorization, studentIds: ['ada', 'ben'], from: '2026-09-01', until: '2026-09-30', copiesRequired: true },
  ],
  [
    'notification.notices-opened',
    { ...authorization, occasion: 'approval', notices: [{ guardianId: 'ann', studentIds: ['ada'] }] },
  ],
  ['notification.coverage-gap-named', { ...authorization, gaps: [{ studentId: 'ben' }] }],
  ['messaging-archive.access-granted', authorization],
  ['exception-request.authorization-ended', { ...authorization, endedOn: '2026-10-01' }],
  ['messaging-archive.access-grant-ended', authorization],
];

/** A history in which each service's log is dense. */
const history = (events: typeof kept): Recorded[] => {
  const positions = new Map<string, number>();
  return events.map(([type, data], index) => {
    const log = type.split('.')[0]!;
    positions.set(log, (positions.get(log) ?? 0) + 1);
    return {
      ...{ id: String(index), log, position: positions.get(log)!, type: `sightline.${type}.v1` },
      ...{ case: 'request', time: '2026-09-01T00:00:00Z', data },
    };
  });
};

const without = (type: string): typeof kept => kept.filter(([each]) => each !== type);
const changed = (type: string, data: object): typeof kept =>
  kept.map(([each, before]) => [each, each === type ? { ...before, ...data } : before] as const);

describe('the promises of a year', () => {
  it('are kept by a whole case', () => {
    expect(brokenPromises(history(kept))).toEqual([]);
  });

  it.each([
    ['one person decided twice', changed('approval.round-approved', { deciderIds: ['principal', 'principal'] })],
    ['the requester decided', changed('approval.round-approved', { deciderIds: ['coach', 'technology'] })],
    ['ended 2 times', [...kept, ['exception-request.request-withdrawn', { requestId: 'request' }] as const]],
    ['ended 0 times', without('exception-request.authorization-ended')],
    ['ended 2026-10-02', changed('exception-request.authorization-ended', { endedOn: '2026-10-02' })],
    ['nobody told for student ada', without('notification.notices-opened')],
    ['nobody told for student ben', without('notification.coverage-gap-named')],
    ['a guardian told twice', [...kept, kept.find(([type]) => type === 'notification.notices-opened')!]],
    ['no grant (C7)', without('messaging-archive.access-granted')],
    ['1 grants, 0 ends', without('messaging-archive.access-grant-ended')],
  ])('are seen broken: %s', (words, events) => {
    expect(brokenPromises(history(events)).join('\n')).toContain(words);
  });

  it('are seen broken when a log has a hole', () => {
    expect(brokenPromises(history(kept).filter(({ type }) => !type.includes('request-submitted'))).join()).toContain(
      'log exception-request',
    );
  });
});
