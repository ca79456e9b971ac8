import { describe, expect, it } from '@jest/globals';
import type { RecordsRequestOpened } from '@sightline/contracts';
import { decisionSpecification, fold, isRefusal } from '@sightline/decider';
import { addDays } from '@sightline/policy';
import fc from 'fast-check';
import type {
  AttestRecordsRequest,
  FulfilRecordsRequest,
  OpenRecordsRequest,
  RecordsRequestCommand,
} from './records-request.commands.js';
import { recordsRequestDecider } from './records-request.decider.js';
import type { RecordsRequestFact } from './records-request.js';
import { recordsRulesOf } from './records-rules.js';

const { given } = decisionSpecification(recordsRequestDecider);
const rules = recordsRulesOf({});
const words = { recordId: 'w1', commitment: 'c1' };

const open = (change: Partial<OpenRecordsRequest> = {}): OpenRecordsRequest => ({
  ...{ type: 'open', recordsRequestId: 'r1', askedById: 'super', origin: 'supervisor', staffId: 'coach' },
  ...{ isStaff: true, supervisorId: 'super', studentIds: ['s2', 's1', 's2'], from: '2026-09-01', until: '2026-09-30' },
  ...{ today: '2026-10-02', earlierRequests: 0, words, wordsLength: 20, rules },
  ...change,
});
const opened = (change: Partial<RecordsRequestOpened['data']> = {}): RecordsRequestFact => ({
  type: 'sightline.messaging-archive.records-request-opened.v1',
  data: {
    ...{ recordsRequestId: 'r1', origin: 'supervisor', clause: 'C8', askedById: 'super', staffId: 'coach' },
    ...{ supervisorId: 'super', studentIds: ['s1', 's2'], from: '2026-09-01', until: '2026-09-30' },
    ...{
      dueOn: '2026-10-12',
      escalatesOn: '2026-10-17',
      breadth: { days: 30, students: 2, earlierRequests: 0 },
      words,
    },
    ...change,
  },
});
const fulfil = (change: Partial<FulfilRecordsRequest> = {}): FulfilRecordsRequest => ({
  ...{ type: 'fulfil', by: 'coach', importIds: ['i1'], messageIds: ['m2', 'm1'], foreign: [] },
  ...change,
});
const fulfilled = (importIds: string[], messageIds: string[]): RecordsRequestFact => ({
  type: 'sightline.messaging-archive.records-request-fulfilled.v1',
  data: { recordsRequestId: 'r1', staffId: 'coach', importIds, messageIds },
});
const attest = (change: Partial<AttestRecordsRequest> = {}): AttestRecordsRequest => ({
  ...{ type: 'attest', by: 'coach', words, wordsLength: 40, withheld: [], inArchive: 7, today: '2026-10-05', rules },
  ...change,
});
const attested = (withheld: number, late: boolean): RecordsRequestFact => ({
  type: 'sightline.messaging-archive.records-request-attested.v1',
  data: { recordsRequestId: 'r1', staffId: 'coach', askedById: 'super', words, withheld, inArchive: 7, late },
});
const late = (what: 'overdue' | 'escalated'): RecordsRequestFact => ({
  type: `sightline.messaging-archive.records-request-${what}.v1`,
  data: {
    ...{ recordsRequestId: 'r1', staffId: 'coach', askedById: 'super', supervisorId: 'super' },
    ...{ dueOn: '2026-10-12', clause: 'C8' },
  },
});

describe('a request for records (C8)', () => {
  it('names a person, students, a period, and gets a due date and its breadth', () => {
    given().when(open()).then(opened());
    given(opened()).when(open()).thenNothing();
    given()
      .when(open({ earlierRequests: 3, studentIds: ['s1'] }))
      .then(opened({ studentIds: ['s1'], breadth: { days: 30, students: 1, earlierRequests: 3 } }));
  });

  it('by a guardian is due in 45 days at most, whatever the district sets (C9)', () => {
    const guardian: Partial<OpenRecordsRequest> = { origin: 'guardian', askedById: 'parent', studentIds: ['s1'] };
    const expected: Partial<RecordsRequestOpened['data']> = {
      ...{ origin: 'guardian', clause: 'C9', askedById: 'parent', studentIds: ['s1'] },
      ...{ dueOn: '2026-11-16', escalatesOn: '2026-11-21', breadth: { days: 30, students: 1, earlierRequests: 0 } },
    };
    given().when(open(guardian)).then(opened(expected));
    given()
      .when(open({ ...guardian, rules: recordsRulesOf({ records: { guardianDueAfterDays: 90 } }) }))
      .then(opened(expected));
  });

  it.each([
    [{ origin: null }, 'records-request-not-yours'],
    [{ isStaff: false }, 'not-staff'],
    [{ askedById: 'coach' }, 'own-records'],
    [{ studentIds: [] }, 'students-missing'],
    [{ studentIds: Array.from({ length: 51 }, (_, index) => `s${index}`) }, 'too-many-students'],
    [{ from: '2026-10-01' }, 'period-backwards'],
    [{ until: '2026-10-03' }, 'period-in-future'],
    [{ from: '2025-09-29' }, 'period-too-long'],
    [{ wordsLength: 4001 }, 'text-too-long'],
  ] as const)('is refused with %j: %s', (change, code) => {
    given().when(open(change)).thenRefused(code, 'C8');
  });

  it('is answered by the person whose records are asked for, and by nobody else', () => {
    given(opened())
      .when(fulfil())
      .then(fulfilled(['i1'], ['m1', 'm2']));
    given(opened(), fulfilled(['i1'], ['m1']))
      .when(fulfil())
      .then(fulfilled([], ['m2']));
    given(opened(), fulfilled(['i1'], ['m1', 'm2']))
      .when(fulfil())
      .thenNothing();
    given(opened())
      .when(fulfil({ by: 'super' }))
      .thenRefused('records-request-not-yours', 'C8');
    given().when(fulfil()).thenRefused('records-request-not-yours', 'C8');
    given(opened())
      .when(fulfil({ importIds: [], messageIds: [] }))
      .thenRefused('nothing-handed-over', 'C8');
    given(opened())
      .when(fulfil({ foreign: ['m1'] }))
      .thenRefused('not-in-archive', 'C8');
  });

  it('ends with a statement in words; private items are withheld one by one, each with its reason', () => {
    given(opened()).when(attest()).then(attested(0, false));
    given(opened())
      .when(attest({ withheld: [{ itemLength: 9, reasonLength: 5 }], today: '2026-10-13' }))
      .then(attested(1, true));
    given(opened())
      .when(attest({ wordsLength: 0 }))
      .thenRefused('statement-missing', 'C8');
    given(opened())
      .when(attest({ withheld: [{ itemLength: 9, reasonLength: 0 }] }))
      .thenRefused('withheld-without-reason', 'C8');
    given(opened())
      .when(attest({ wordsLength: 4001 }))
      .thenRefused('text-too-long', 'C8');
    given(opened())
      .when(attest({ by: 'super' }))
      .thenRefused('records-request-not-yours', 'C8');
    given(opened(), attested(0, false)).when(attest()).thenRefused('records-request-closed', 'C8');
    given(opened(), attested(0, false)).when(fulfil()).thenRefused('records-request-closed', 'C8');
  });

  it('is overdue after its day and goes up after the further days, each once', () => {
    const due = (today: string): RecordsRequestCommand => ({ type: 'come-due', today });
    given(opened()).when(due('2026-10-12')).thenNothing();
    given(opened()).when(due('2026-10-13')).then(late('overdue'));
    given(opened(), late('overdue')).when(due('2026-10-14')).thenNothing();
    given(opened(), late('overdue')).when(due('2026-10-17')).then(late('escalated'));
    given(opened()).when(due('2026-11-01')).then(late('overdue'), late('escalated'));
    given(opened(), late('overdue'), late('escalated')).when(due('2026-12-01')).thenNothing();
    given(opened(), attested(0, false)).when(due('2026-12-01')).thenNothing();
  });

  it('is never overdue twice and never closed without the statement of the person asked, whatever comes', () => {
    const by = fc.constantFrom('coach', 'super', 'stranger');
    const day = fc.nat(60).map((days) => addDays('2026-10-01', days));
    const command = fc.oneof(
      by.map((each): RecordsRequestCommand => fulfil({ by: each })),
      fc.tuple(by, fc.nat(2)).map(([each, wordsLength]): RecordsRequestCommand => attest({ by: each, wordsLength })),
      day.map((today): RecordsRequestCommand => ({ type: 'come-due', today })),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
        const facts: RecordsRequestFact[] = [opened()];
        for (const each of commands) {
          const decision = recordsRequestDecider.decide(each, fold(recordsRequestDecider, facts));
          if (isRefusal(decision)) continue;
          facts.push(...decision);
          if (decision.some(({ type }) => type.endsWith('attested.v1')))
            expect(each).toMatchObject({ by: 'coach', type: 'attest' });
        }
        for (const what of ['overdue', 'escalated', 'attested'])
          expect(facts.filter(({ type }) => type.includes(`-${what}.`)).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
