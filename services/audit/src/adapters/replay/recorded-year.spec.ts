import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { EventEnvelope, EventOfType, SightlineEventType } from '@sightline/contracts';
import { clauseIds } from '@sightline/policy';
import { unplacedEvent } from '@sightline/service-kit/testing';
import fc from 'fast-check';
import { judgeCase, obligations, rules, type CaseJudgement } from '../../domain/index.js';
import { proveRound } from './prove-round.js';

/** The logs of a school year of 14 requests, as `npm run test:journeys` plays it, without the roster. */
const recorded = readFileSync(new URL('../../../testing/recorded-year.ndjson', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as EventEnvelope);
const cases = [...Map.groupBy(recorded, ({ correlationid }) => correlationid).values()];
const yearAfter = '2028-01-01T00:00:00.000Z';
const known = { policyVersions: new Set(['p4650-2017-03']) };

const judged = (events: readonly EventEnvelope[], now = yearAfter): CaseJudgement =>
  judgeCase(events, now, known, proveRound);
const red = ({ duties }: CaseJudgement) => duties.filter(({ status }) => status === 'late' || status === 'missing');

/** What one event alone can settle; a request that is withdrawn, for one, is owed nothing more. */
const settledByOne = new Set(['approval-brings-an-authorization', 'supervisor-may-look', 'supervisors-access-ends']);

describe('a recorded school year', () => {
  it('is conformant, in whatever order its events arrive', () => {
    const duties = cases.flatMap((events) => judged(events).duties);
    expect(duties.length).toBeGreaterThan(1_000);
    for (const events of cases) {
      expect(red(judged(events))).toEqual([]);
      expect(judged(events).breaches).toEqual([]);
    }
    fc.assert(
      fc.property(
        fc.constantFrom(...cases).chain((events) => fc.shuffledSubarray(events, { minLength: events.length })),
        (events) => {
          expect(red(judged(events))).toEqual([]);
          expect(judged(events).breaches).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('turns exactly that decision red whose consequence is taken out of it', () => {
    let turned = 0;
    for (const events of cases) {
      const { duties } = judged(events);
      for (const gone of events.filter(({ id }) => duties.some(({ settledBy }) => settledBy === id))) {
        const owedIt = duties.filter(({ settledBy, eventId }) => settledBy === gone.id && eventId !== gone.id);
        const after = red(judged(events.filter((event) => event !== gone)));
        const decisions = (of: readonly { eventId: string; key: string }[]) =>
          of.map(({ eventId, key }) => `${eventId} ${key}`).sort();
        // A reminder may be followed by a decision, a second guardian be told besides the first.
        const left = judged(events.filter((event) => event !== gone)).duties;
        const settledTwice = owedIt.filter((owed) =>
          left.some(
            ({ obligation, eventId, key, status }) =>
              ['met', 'waived'].includes(status) &&
              obligation === owed.obligation &&
              eventId === owed.eventId &&
              key === owed.key,
          ),
        );
        expect(settledTwice.filter(({ obligation }) => settledByOne.has(obligation))).toEqual([]);
        const alone = owedIt.filter((duty) => !settledTwice.includes(duty));
        expect(decisions(after)).toEqual(decisions(alone));
        turned += after.length;
      }
    }
    expect(turned).toBeGreaterThan(500);
  });

  it('knows what is late, what is still open and what is due no longer', () => {
    const events = cases.find((each) => each.some(({ type }) => type.endsWith('authorization-activated.v1')))!;
    const activated = events.find(({ type }) => type.endsWith('authorization-activated.v1'))!;
    const told = (event: EventEnvelope): boolean =>
      event.type.endsWith('notices-opened.v1') || event.type.endsWith('coverage-gap-named.v1');
    const untold = events.filter((event) => !told(event));
    const statusAt = (now: string, of: readonly EventEnvelope[]) =>
      new Set(
        judged(of, now)
          .duties.filter(({ obligation }) => obligation === 'families-are-told')
          .map(({ status }) => status),
      );
    expect(statusAt(activated.time, untold)).toEqual(new Set(['open']));
    expect(statusAt(yearAfter, untold)).toEqual(new Set(['missing']));
    const late = events.map((event) => (told(event) ? { ...event, time: '2027-12-01T00:00:00.000Z' } : event));
    expect(statusAt(yearAfter, late)).toEqual(new Set(['late']));
  });
});

const ids = Array.from({ length: 8 }, (_, index) => `0190a6b2-0000-7000-8000-00000000001${index}`);
const [staff, student, supervisor, request, authorization, round, task, other] = ids as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];
const event = <Type extends SightlineEventType>(
  type: Type,
  subject: string,
  data: Partial<EventOfType<Type>['data']>,
  subjectversion = 1,
): EventEnvelope => ({
  ...unplacedEvent(type, subject, data as unknown as EventOfType<Type>['data'], { caseId: request }),
  ...{ epoch: 1, position: 1, subjectversion },
});
const submitted = (data: Partial<EventOfType<'sightline.exception-request.request-submitted.v1'>['data']>) =>
  event('sightline.exception-request.request-submitted.v1', `request/${request}`, {
    ...{ requestId: request, submission: 1, requesterId: staff, studentIds: [student], groupId: null },
    ...{ purpose: 'private', registerState: null },
    ...data,
  });
const disclosed = (basis: 'demand' | 'guardianship', clause: 'C9' | 'C10') =>
  event('sightline.messaging-archive.messages-disclosed.v1', `disclosure/${other}`, { basis, clause, viewerId: other });
const roundOpened = (kind: 'outside-channel' | 'personal-phone', candidateIds: readonly string[]) =>
  event('sightline.approval.round-opened.v1', `round/${round}`, {
    ...{ roundId: round, requestId: request, submission: 1, kind, requesterId: staff },
    tasks: [
      {
        ...{ taskId: task, side: 'supervisor', assigneeId: candidateIds[0]!, candidateIds, buildingId: null },
        dueAt: '2026-09-20T12:00:00.000Z',
      },
    ],
  });
const decided = (deciderId: string) =>
  event(
    'sightline.approval.task-decided.v1',
    `round/${round}`,
    {
      ...{ roundId: round, requestId: request, taskId: task, side: 'supervisor', outcome: 'approve', deciderId },
      findings: null,
    },
    2,
  );

/** One breach of each clause, and the rule or obligation that must name it. */
const planted: readonly {
  readonly clause: string;
  readonly found: string;
  readonly events: readonly EventEnvelope[];
}[] = [
  {
    ...{ clause: 'C1', found: 'restricted-staff-write-to-nobody' },
    events: [
      event('sightline.exception-request.authorization-change-noted.v1', `authorization/${authorization}`, {
        ...{ authorizationId: authorization, change: 'staff-restricted' },
      }),
    ],
  },
  {
    ...{ clause: 'C2', found: 'district-forms-were-weighed' },
    events: [submitted({ purpose: 'district', register: [{ districtFormId: other, available: true }] })],
  },
  { clause: 'C3', found: 'round/no-party', events: [roundOpened('outside-channel', [staff]), decided(staff)] },
  { clause: 'C3', found: 'students-are-named', events: [submitted({ studentIds: [] })] },
  {
    ...{ clause: 'C3', found: 'authorized-as-asked' },
    events: [
      submitted({}),
      event('sightline.exception-request.authorization-activated.v1', `authorization/${authorization}`, {
        ...{ authorizationId: authorization, requestId: request, studentIds: [student, other] },
      }),
    ],
  },
  {
    ...{ clause: 'C4', found: 'own-family-takes-no-part' },
    events: [
      submitted({}),
      event('sightline.exception-request.request-not-required.v1', `request/${request}`, {
        ...{ requestId: request, requesterId: staff, othersRemain: true },
        relations: [{ studentId: student, relation: 'own-child' }],
      }),
    ],
  },
  {
    ...{ clause: 'C5', found: 'telephones-are-the-supervisors' },
    events: [roundOpened('personal-phone', [supervisor]), decided(supervisor)],
  },
  {
    ...{ clause: 'C5', found: 'round/findings-met' },
    events: [roundOpened('personal-phone', [supervisor]), decided(supervisor)],
  },
  {
    ...{ clause: 'C6', found: 'nobody-is-told-twice' },
    events: [1, 2].map((version) =>
      event(
        'sightline.notification.notices-opened.v1',
        `coverage/${authorization}`,
        {
          ...{ authorizationId: authorization, occasion: 'approval' },
          notices: [{ noticeId: ids[version]!, guardianId: other, studentIds: [student] }],
        },
        version,
      ),
    ),
  },
  {
    ...{ clause: 'C7', found: 'supervisor-is-not-the-staff-member' },
    events: [
      event('sightline.messaging-archive.access-granted.v1', `access/${authorization}`, {
        ...{ authorizationId: authorization, grantId: other, staffId: staff, supervisorId: staff },
      }),
    ],
  },
  {
    ...{ clause: 'C8', found: 'records-are-stated-by-whoever-was-asked' },
    events: [
      event('sightline.messaging-archive.records-request-opened.v1', `records-request/${other}`, {
        ...{ recordsRequestId: other, staffId: staff, origin: 'supervisor', dueOn: '2026-09-20' },
      }),
      event('sightline.messaging-archive.records-request-attested.v1', `records-request/${other}`, {
        ...{ recordsRequestId: other, staffId: supervisor },
      }),
    ],
  },
  { clause: 'C9', found: 'looks-rest-on-their-clause', events: [disclosed('guardianship', 'C10')] },
  { clause: 'C10', found: 'no-look-by-a-demand-that-nobody-granted', events: [disclosed('demand', 'C10')] },
  {
    ...{ clause: 'C11', found: 'decided-under-a-version-of-the-policy' },
    events: [{ ...submitted({}), policyversion: 'of-nobody' }],
  },
];

describe('a planted breach', () => {
  it.each(planted)('of $clause is named by $found, with its events', ({ clause, found, events }) => {
    const breach = judged(events).breaches.find(({ rule }) => rule === found);
    expect(breach).toMatchObject({ rule: found, clause });
    expect(breach!.eventIds.length).toBeGreaterThan(0);
    expect(events.map(({ id }) => id)).toEqual(expect.arrayContaining([...breach!.eventIds]));
  });

  it('is there for every clause and every rule', () => {
    expect(new Set(planted.map(({ clause }) => clause))).toEqual(new Set(clauseIds));
    for (const { id, clause } of rules)
      expect(planted.filter(({ found }) => found === id).map((plant) => plant.clause)).toEqual([clause]);
  });

  it.each(obligations.map(({ id }) => id))('of the obligation %s is seen: it is owed by some event', (id) => {
    const opened = (origin: 'supervisor' | 'guardian') =>
      event('sightline.messaging-archive.records-request-opened.v1', `records-request/${other}`, {
        ...{ recordsRequestId: other, staffId: staff, origin, dueOn: '2026-09-20' },
      });
    const joined = event(
      'sightline.exception-request.authorization-participants-changed.v1',
      `authorization/${authorization}`,
      { authorizationId: authorization, joined: [student], left: [] },
    );
    const returned = event('sightline.approval.round-returned.v1', `round/${round}`, {
      ...{ roundId: round, requestId: request, submission: 1, deciderId: other },
    });
    const all = [...cases, [opened('supervisor')], [opened('guardian')], [joined], [returned]];
    expect(all.flatMap((events) => judged(events).duties).some(({ obligation }) => obligation === id)).toBe(true);
  });
});
