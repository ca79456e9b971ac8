import { describe, expect, it, jest } from '@jest/globals';
import type { EventEnvelope } from '@sightline/contracts';
import type { Transaction } from '@sightline/event-store';
import { policyBookOf, policyVersions } from '@sightline/policy';
import { roundApproved, roundEnded } from '../../testing/sample-events.js';
import type { RequestOnRoster } from './on-roster.js';
import { WhenRoundEnded } from './when-round-ended.reaction.js';

const clock = { now: () => new Date('2026-09-14T13:00:00Z') };
const transaction = {} as Transaction;
const placed = (event: object): EventEnvelope => ({ ...event, epoch: 1, position: 1 }) as EventEnvelope;

const standing = (requestId: string, kind: RequestOnRoster['kind']): RequestOnRoster => ({
  ...{ requestId, kind, staffId: 'coach', studentIds: ['ann'], groupId: null, medium: 'text-message' },
  ...{ from: '2026-09-15', until: '2026-10-01', renewalOf: null, joins: null, formIsBack: false },
  ...{ approvedRequesterBuildingIds: null, approvedStudentBuildingIds: null, group: null, barredIds: [] },
  staff: { active: true, roles: [{ role: 'teacher', buildingId: 'school' }] },
  students: [{ personId: 'ann', active: true, roles: [{ role: 'student', buildingId: 'school' }] }],
  family: { ownChildIds: ['child'], siblingIds: [] },
  newSupervisorId: null,
});

describe('when a round ends', () => {
  const find = jest.fn((_transaction: Transaction, _ids: readonly string[]) =>
    Promise.resolve(
      new Map([
        ['outside', standing('outside', 'outside-channel')],
        ['phone', standing('phone', 'personal-phone')],
      ]),
    ),
  );
  const react = async (...events: readonly object[]) =>
    new WhenRoundEnded({ ofRequests: find }, clock, () => '2026-09-14', policyBookOf(policyVersions)).react(
      transaction,
      events.map(placed),
    );

  it('the request takes its outcome, looked up once for the batch', async () => {
    find.mockClear();
    const events = [roundEnded('denied', 'outside'), roundEnded('returned', 'phone', 2)];
    const units = await react(...events);
    expect(find.mock.calls.map(([, ids]) => ids)).toEqual([['outside', 'phone']]);
    expect(units.map(({ commands }) => commands)).toMatchObject([
      [{ subject: 'request/outside', command: { type: 'record-outcome', outcome: 'denied', submission: 1 } }],
      [{ subject: 'request/phone', command: { type: 'record-outcome', outcome: 'returned', submission: 2 } }],
    ]);
    expect(units[0]!.commands[0]!.context).toMatchObject({
      ...{ correlationId: 'outside', causationId: events[0]!.id, actor: 'system:exception-request' },
    });
  });

  it.each([
    ['outside', false, false],
    ['outside', true, true],
    ['phone', false, true],
  ])(
    '%s, approved with the condition of copies %s: copies required is %s (C7)',
    async (id, copyCondition, required) => {
      const [unit] = await react(roundApproved(id, { copyCondition }));
      const [recorded, activated] = unit!.commands;
      const { authorizationId } = recorded!.command as { authorizationId: string };
      expect(activated).toMatchObject({
        ...{ subject: `authorization/${authorizationId}`, expect: 'new' },
        command: {
          ...{ type: 'activate', family: { ownChildIds: ['child'], siblingIds: [] } },
          facts: { authorizationId, requestId: id, staffId: 'coach', studentIds: ['ann'], copiesRequired: required },
        },
      });
    },
  );

  it('an authorization begins only with the approval that the request took', async () => {
    const [unit] = await react(roundApproved('outside'));
    const { onlyWhen } = unit!.commands[1]!;
    expect(onlyWhen!([])).toBe(false);
    expect(onlyWhen!([{ type: 'sightline.exception-request.request-denied.v1', data: {} }])).toBe(false);
    expect(onlyWhen!([{ type: 'sightline.exception-request.request-approved.v1', data: {} }])).toBe(true);
  });

  it('a request that is not known is authorized to nobody', async () => {
    const [unit] = await react(roundApproved('unknown'));
    expect(unit!.commands).toHaveLength(1);
  });
});
