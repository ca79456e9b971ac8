import { describe, expect, it, jest } from '@jest/globals';
import type { EventEnvelope, SubmissionChange } from '@sightline/contracts';
import type { Queryable, Transaction } from '@sightline/event-store';
import { policyBookOf, policyVersions } from '@sightline/policy';
import { requestSubmitted, requestWithdrawn } from '../../testing/sample-events.js';
import type { OpenRound } from '../domain/index.js';
import type { DecidersFound, DecidersQuestion } from './ports.js';
import { WhenRequestSubmitted } from './when-request-submitted.reaction.js';
import { WhenRequestWithdrawn } from './when-request-withdrawn.reaction.js';

const clock = { now: () => new Date('2026-09-14T13:00:00Z') };
const transaction = {} as Transaction;
const placed = (event: object): EventEnvelope => ({ ...event, epoch: 1, position: 1 }) as EventEnvelope;

const found: DecidersFound = {
  holders: [
    { personId: 'ann', role: 'principal', buildingId: 'school' },
    { personId: 'ben', role: 'principal', buildingId: 'annex' },
    { personId: 'cem', role: 'technology', buildingId: null },
    { personId: 'dee', role: 'technology', buildingId: 'school' },
    { personId: 'eve', role: 'technology', buildingId: 'annex' },
    { personId: 'director', role: 'administrator', buildingId: null },
    { personId: 'elsewhere', role: 'administrator', buildingId: 'far' },
  ],
  supervisors: new Map([['teacher', 'sue']]),
  families: new Map([['pupil', ['mother', 'father', 'sister']]]),
  away: new Map(),
};

const annsApproval = {
  ...{ submission: 1, side: 'principal' as const, buildingId: 'school', deciderId: 'ann', copyCondition: false },
};
const reactTo = async (known: DecidersFound, ...events: readonly object[]) => {
  const findDeciders = jest.fn(async (_database: Queryable, _question: DecidersQuestion) => known);
  const findApprovals = jest.fn(async (_database: Queryable, requestIds: readonly string[]) =>
    requestIds.map((requestId) => ({ requestId, ...annsApproval })),
  );
  const reaction = new WhenRequestSubmitted(
    findDeciders,
    findApprovals,
    clock,
    () => '2026-09-14',
    policyBookOf(policyVersions),
  );
  const units = await reaction.react(transaction, events.map(placed));
  const commands = units.map((unit) => unit.commands[0]!.command as OpenRound);
  return { findDeciders, findApprovals, units, commands };
};
const react = (...events: readonly object[]) => reactTo(found, ...events);

describe('when a request is submitted', () => {
  const submission = requestSubmitted({
    ...{ requesterId: 'teacher', studentIds: ['pupil'], requesterBuildingIds: ['school'] },
    studentBuildingIds: ['annex', 'school'],
  });

  it('the buildings of both are asked, the technology department of the district and of the requester’s building', async () => {
    const { commands } = await react(submission);
    expect(commands[0]!.sides).toEqual([
      { side: 'principal', buildingId: 'school', candidateIds: ['ann'] },
      { side: 'principal', buildingId: 'annex', candidateIds: ['ben'] },
      { side: 'technology', buildingId: null, candidateIds: ['cem', 'dee'] },
    ]);
    expect(commands[0]).toMatchObject({
      ...{ requesterId: 'teacher', partyIds: ['pupil', 'mother', 'father', 'sister'] },
      ...{ escalationIds: ['director'], dueAt: '2026-09-19T13:00:00.000Z', nextAt: '2026-09-17T13:00:00.000Z' },
    });
  });

  it('whoever is away is replaced by the substitute, or left out', async () => {
    const away = new Map([
      ['ann', 'sue'],
      ['cem', null],
    ]);
    const { commands } = await reactTo({ ...found, away }, submission);
    expect(commands[0]!.sides.map(({ candidateIds }) => candidateIds)).toEqual([['sue'], ['ben'], ['dee']]);
  });

  it('approvals of the submission before stand only when nothing they rested on has changed (C3)', async () => {
    const amended = (...changed: SubmissionChange[]) =>
      requestSubmitted({ requesterId: 'teacher', studentIds: ['pupil'], submission: 2, changed });
    const standing = async (event: object) => (await react(event)).commands[0]!.standing;
    expect(await standing(amended('shortfall', 'purpose'))).toMatchObject([{ deciderId: 'ann' }]);
    expect(await standing(amended())).toMatchObject([{ deciderId: 'ann' }]);
    for (const change of ['students', 'channel', 'period', 'reason'] as const)
      expect(await standing(amended('shortfall', change))).toEqual([]);
    const third = requestSubmitted({ requesterId: 'teacher', studentIds: ['pupil'], submission: 3, changed: [] });
    expect(await standing(third)).toEqual([]);
    const unknown = requestSubmitted({ requesterId: 'teacher', studentIds: ['pupil'], submission: 2 });
    expect(await standing(unknown)).toEqual([]);
  });

  it('nothing is asked about earlier approvals where there can be none', async () => {
    expect((await react(submission)).findApprovals).not.toHaveBeenCalled();
  });

  it('the supervisor is asked under C5, and nobody where the roster has none', async () => {
    const phone = { kind: 'personal-phone', studentIds: ['pupil'] } as const;
    const { commands } = await react(
      requestSubmitted({ ...phone, requesterId: 'teacher' }),
      requestSubmitted({ ...phone, requesterId: 'new' }),
    );
    expect(commands.map(({ sides }) => sides)).toEqual([
      [{ side: 'supervisor', buildingId: null, candidateIds: ['sue'] }],
      [{ side: 'supervisor', buildingId: null, candidateIds: [] }],
    ]);
  });

  it('no building at all still leaves a principal’s task, for those above', async () => {
    const { commands } = await react(requestSubmitted({ requesterId: 'teacher', studentIds: ['pupil'] }));
    expect(commands[0]!.sides[0]).toEqual({ side: 'principal', buildingId: null, candidateIds: [] });
  });

  it('the roster is asked once for the whole batch, and each round is named by its submission', async () => {
    const other = requestSubmitted({ requesterId: 'coach', studentIds: ['pupil', 'other'] });
    const { findDeciders, units } = await react(submission, other);
    expect(findDeciders.mock.calls.map(([, question]) => question)).toEqual([
      {
        roles: ['principal', 'technology', 'administrator', 'operator'],
        ...{ buildingIds: ['school', 'annex'], staffIds: ['teacher', 'coach'], studentIds: ['pupil', 'other'] },
        today: '2026-09-14',
      },
    ]);
    expect(units.map(({ commands }) => commands[0])).toMatchObject(
      [submission, other].map(({ id, correlationid }) => ({
        ...{ subject: `round/${id}`, expect: 'new' },
        context: {
          correlationId: correlationid,
          partitionKey: correlationid,
          causationId: id,
          actor: 'system:approval',
        },
      })),
    );
  });
});

describe('when a request is withdrawn', () => {
  const first = requestSubmitted({ requesterId: 'teacher', studentIds: ['pupil'] });
  const second = requestSubmitted({ requesterId: 'teacher', studentIds: ['pupil'] });
  const { requestId } = first.data as { requestId: string };
  const findOpenRounds = jest.fn(async (_transaction: Transaction, ids: readonly string[]) =>
    ids.includes(requestId) ? [{ requestId, roundId: 'opened-before' }] : [],
  );
  const closedBy = async (...events: readonly object[]): Promise<string[]> => {
    const units = await new WhenRequestWithdrawn(findOpenRounds, clock).react(transaction, events.map(placed));
    for (const { commands } of units)
      expect(commands).toMatchObject([{ command: { type: 'close' }, context: { causationId: expect.any(String) } }]);
    return units.map(({ commands }) => commands[0]!.subject);
  };

  it('its rounds are closed, those opened before and those of the same batch, and no other', async () => {
    expect(await closedBy(requestWithdrawn(first))).toEqual(['round/opened-before']);
    expect(await closedBy(second, requestWithdrawn(second))).toEqual([`round/${second.id}`]);
    expect(await closedBy(first, second, requestWithdrawn(first))).toEqual([
      ...['round/opened-before', `round/${first.id}`],
    ]);
    expect(await closedBy(requestWithdrawn(second))).toEqual([]);
  });

  it('nothing is looked up for submissions alone', async () => {
    findOpenRounds.mockClear();
    expect(await closedBy(first, second)).toEqual([]);
    expect(findOpenRounds).not.toHaveBeenCalled();
  });
});
