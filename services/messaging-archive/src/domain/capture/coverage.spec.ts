import { describe, expect, it } from '@jest/globals';
import { comparableAddress, comparableNumber } from './party-address.js';
import {
  believableSentAt,
  copyGapSeconds,
  coverageOf,
  type CoveringAuthorization,
  type MatchedCopy,
} from './coverage.js';

const authorization = (data: Partial<CoveringAuthorization> = {}): CoveringAuthorization => ({
  authorizationId: 'a1',
  caseId: 'case',
  staffId: 'coach',
  medium: 'text-message',
  fromOn: '2026-09-01',
  untilOn: '2026-12-31',
  endedAt: null,
  copiesRequired: true,
  policyVersion: 'p',
  studentIds: ['ann', 'ben'],
  ...data,
});

const copy = (data: Partial<MatchedCopy> = {}): MatchedCopy => ({
  at: new Date('2026-10-01T12:00:00Z'),
  on: '2026-10-01',
  medium: 'text-message',
  senderIds: ['coach'],
  personIds: new Set(['coach', 'ann']),
  authorizationId: null,
  staffId: null,
  ...data,
});

const families = new Map([['mum', ['ben', 'elsewhere']]]);
const cover = (of: MatchedCopy, ...among: CoveringAuthorization[]) => coverageOf(of, among, families);

describe('what an authorization covers (C7, C9)', () => {
  it('concerns the students who take part, themselves or by a guardian, and nobody else of the authorization', () => {
    expect(cover(copy(), authorization())).toMatchObject({ staffId: 'coach', studentIds: ['ann'] });
    expect(cover(copy({ personIds: new Set(['coach', 'mum']) }), authorization())).toMatchObject({
      studentIds: ['ben'],
    });
  });

  it.each<[string, Partial<MatchedCopy>, Partial<CoveringAuthorization>, string]>([
    ['before its first day', { on: '2026-08-31' }, {}, 'no-authorization'],
    ['after its last day', { on: '2027-01-01' }, {}, 'no-authorization'],
    ['after it ended', {}, { endedAt: new Date('2026-10-01T11:59:59Z') }, 'no-authorization'],
    ['of somebody else’s', { personIds: new Set(['other', 'ann']) }, {}, 'no-authorization'],
    ['without one of its students', { personIds: new Set(['coach', 'eve']) }, {}, 'no-student'],
    ['at an address that nobody has', { authorizationId: 'unknown' }, {}, 'address-ended'],
    ['at its address after the end', { authorizationId: 'a1', on: '2027-01-01' }, {}, 'address-ended'],
    ['at its address from a stranger', { authorizationId: 'a1', senderIds: [] }, {}, 'sender-unknown'],
  ])('does not cover what was sent %s', (_, of, data, because) => {
    expect(cover(copy(of), authorization(data))).toMatchObject({ authorization: null, because });
  });

  it('takes what comes to its address without a student whom anybody knows, and opens it to no family', () => {
    const found = cover(copy({ authorizationId: 'a1', personIds: new Set(['coach']) }), authorization());
    expect(found).toMatchObject({ authorization: { authorizationId: 'a1' }, studentIds: [] });
  });

  it('prefers the medium that was used, then the one with more of the students, whatever the order', () => {
    const mail = authorization({ authorizationId: 'a2', medium: 'personal-email' });
    const of = copy({ medium: 'email' });
    for (const among of [
      [authorization(), mail],
      [mail, authorization()],
    ])
      expect(cover(of, ...among)).toMatchObject({ authorization: { authorizationId: 'a2' } });
    const smaller = authorization({ authorizationId: 'a0', studentIds: ['ann'] });
    expect(cover(copy({ personIds: new Set(['coach', 'ann', 'ben']) }), smaller, authorization())).toMatchObject({
      authorization: { authorizationId: 'a1' },
    });
  });
});

describe('the copy gap (C7)', () => {
  it('is whole seconds and never less than none', () => {
    const at = new Date('2026-10-01T12:00:00Z');
    expect(copyGapSeconds(at, new Date('2026-10-01T12:01:00.400Z'))).toBe(60);
    expect(copyGapSeconds(at, new Date('2026-10-01T11:59:00Z'))).toBe(0);
  });

  it('needs a time of sending that can be', () => {
    const received = new Date('2026-10-01T12:00:00Z');
    for (const sent of [null, new Date(NaN), new Date('2026-10-03T12:00:00Z')])
      expect(believableSentAt(sent, received)).toBeNull();
    expect(believableSentAt(new Date('2026-10-01T12:00:10Z'), received)).not.toBeNull();
  });
});

describe('an address or number', () => {
  it.each([
    '+1 (555) 010-0101',
    '555.010.0101',
    '1-555-010-0101',
    'tel:+15550100101',
    '001 555 010 0101',
    '555 010 0101 x12',
  ])('%s is one number', (text) => {
    expect(comparableNumber(text, '1')).toBe('+15550100101');
  });

  it.each(['', '911', '0100101', '+12', '155501001011234567'])('%s is no number of a person', (text) => {
    expect(comparableNumber(text, '1')).toBeNull();
  });

  it('is an address whatever its letters, and what it looks like where nobody says', () => {
    const of = (address: string, kind: 'email' | 'account' | 'unknown') =>
      comparableAddress({ address, kind, displayName: '' }, '1')?.value;
    expect(of(' <Ann@School.Example> ', 'email')).toBe('ann@school.example');
    expect(of('ann', 'email')).toBeUndefined();
    expect(of('@Girls-Soccer', 'account')).toBe('girls-soccer');
    expect(of('(555) 010-0101', 'unknown')).toBe('+15550100101');
  });
});
