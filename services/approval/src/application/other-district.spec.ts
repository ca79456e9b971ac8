import { describe, expect, it } from '@jest/globals';
import type { EventEnvelope } from '@sightline/contracts';
import type { Transaction } from '@sightline/event-store';
import { addDaysToMoment, decidingBuildings, policyBookOf, policyVersions } from '@sightline/policy';
import { otherDistrictPolicy } from '@sightline/testing';
import { requestSubmitted } from '../../testing/sample-events.js';
import type { OpenRound } from '../domain/index.js';
import type { DecidersFound } from './ports.js';
import { WhenRequestSubmitted } from './when-request-submitted.reaction.js';

const now = '2026-09-14T13:00:00.000Z';
const found: DecidersFound = {
  holders: [
    { personId: 'ann', role: 'principal', buildingId: 'school' },
    { personId: 'ben', role: 'principal', buildingId: 'annex' },
    { personId: 'cem', role: 'technology', buildingId: null },
    { personId: 'director', role: 'administrator', buildingId: null },
  ],
  supervisors: new Map([['teacher', 'sue']]),
  families: new Map(),
  away: new Map(),
};
const reaction = new WhenRequestSubmitted(
  () => Promise.resolve(found),
  () => Promise.resolve([]),
  { now: () => new Date(now) },
  () => '2026-09-14',
  policyBookOf([policyVersions[0]!, otherDistrictPolicy]),
);

const openedUnder = async (policyversion: string, kind: 'outside-channel' | 'personal-phone') => {
  const event = requestSubmitted({
    ...{ requesterId: 'teacher', studentIds: ['pupil'], kind },
    ...{ requesterBuildingIds: ['school'], studentBuildingIds: ['annex'] },
  });
  const placed = { ...event, policyversion, epoch: 1, position: 1 } as EventEnvelope;
  const [unit] = await reaction.react({} as Transaction, [placed]);
  const { command, context } = unit!.commands[0]!;
  return { command: command as OpenRound, context };
};

describe.each([policyVersions[0]!, otherDistrictPolicy])('a round under $id ($number)', (policy) => {
  const { settings } = policy;

  it.each(['outside-channel', 'personal-phone'] as const)(
    '%s: asks whom its settings name, by its days',
    async (kind) => {
      const { command, context } = await openedUnder(policy.id, kind);
      const principals = decidingBuildings(policy, ['school'], ['annex']);
      expect(command.sides.map(({ side, buildingId }) => `${side} ${buildingId}`)).toEqual(
        settings.kinds[kind].sides.flatMap((side) =>
          side === 'principal' ? principals.map((buildingId) => `principal ${buildingId}`) : [`${side} null`],
        ),
      );
      expect(command.dueAt).toBe(addDaysToMoment(now, settings.tasks.dueAfterDays));
      expect(command.nextAt).toBe(addDaysToMoment(now, settings.tasks.remindAfterDays[0]!));
      expect(context.policyVersion).toBe(policy.id);
    },
  );
});

describe('two versions at once (C11)', () => {
  it('a request sent under the old one is decided under it, although another is in force by then', async () => {
    const old = await openedUnder(policyVersions[0]!.id, 'personal-phone');
    const next = await openedUnder(otherDistrictPolicy.id, 'personal-phone');
    expect(old.command.sides).toEqual([{ side: 'supervisor', buildingId: null, candidateIds: ['sue'] }]);
    expect(next.command.sides).toEqual([{ side: 'principal', buildingId: 'annex', candidateIds: ['ben'] }]);
  });

  it('where nobody lawful is left, it goes up the ladder that the version names', async () => {
    expect((await openedUnder(policyVersions[0]!.id, 'personal-phone')).command.escalationIds).toEqual(['director']);
    expect((await openedUnder(otherDistrictPolicy.id, 'personal-phone')).command.escalationIds).toEqual(['ann', 'ben']);
  });
});
