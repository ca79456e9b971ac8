import { describe, expect, it } from '@jest/globals';
import type { ApprovalSide } from '@sightline/contracts';
import fc from 'fast-check';
import { planTasks, type PlannedTask } from './open-tasks.js';
import type { SideCandidates } from './round.commands.js';

const sides = (...given: readonly (readonly [ApprovalSide, string | null, ...string[]])[]): SideCandidates[] =>
  given.map(([side, buildingId, ...candidateIds]) => ({ side, buildingId, candidateIds }));
const plan = (given: readonly SideCandidates[], excluded: readonly string[] = [], above: readonly string[] = []) =>
  planTasks(given, new Set(excluded), above)?.map(({ side, buildingId, candidateIds }) => [
    side,
    buildingId,
    ...candidateIds,
  ]);

describe('planning the tasks of a round', () => {
  it('asks the principal of every building, and the technology department', () => {
    expect(
      plan(sides(['principal', 'b1', 'ann'], ['principal', 'b2', 'ben'], ['technology', null, 'cem', 'dee', 'cem'])),
    ).toEqual([
      ['principal', 'b1', 'ann'],
      ['principal', 'b2', 'ben'],
      ['technology', null, 'cem', 'dee'],
    ]);
  });

  it('gives one task to whoever holds the office of several buildings', () => {
    expect(plan(sides(['principal', 'b1', 'ann'], ['principal', 'b2', 'ann'], ['technology', null, 'cem']))).toEqual([
      ['principal', 'b1', 'ann'],
      ['technology', null, 'cem'],
    ]);
    expect(
      plan(sides(['principal', 'b1', 'ann', 'ben'], ['principal', 'b2', 'ben'], ['technology', null, 'cem'])),
    ).toEqual([
      ['principal', 'b2', 'ben'],
      ['technology', null, 'cem'],
    ]);
  });

  it('keeps a person free for the task that nobody else can decide', () => {
    expect(plan(sides(['principal', 'b1', 'ann', 'ben'], ['technology', null, 'ben']))).toEqual([
      ['principal', 'b1', 'ann'],
      ['technology', null, 'ben'],
    ]);
  });

  it('leaves parties out, passes over a building without a principal, and sends a side that nobody holds up', () => {
    expect(
      plan(
        sides(['principal', 'b1'], ['principal', 'b2', 'ann'], ['technology', null, 'teacher']),
        ['teacher'],
        ['dan', 'teacher'],
      ),
    ).toEqual([
      ['principal', 'b2', 'ann'],
      ['technology', null, 'dan'],
    ]);
    expect(plan(sides(['principal', 'b1', 'ann'], ['technology', null, 'ann']), [], ['ann', 'dan'])).toEqual([
      ['principal', 'b1', 'ann'],
      ['technology', null, 'dan'],
    ]);
  });

  it('finds no plan where nobody lawful is left at all', () => {
    expect(plan(sides(['supervisor', null, 'teacher']), ['teacher'], ['teacher'])).toBeUndefined();
    expect(plan(sides(['principal', 'b1', 'ann'], ['technology', null, 'ann']), [], ['ann'])).toBeUndefined();
  });
});

interface District {
  readonly principals: readonly (readonly string[])[];
  readonly technology: readonly string[];
  readonly excluded: readonly string[];
  readonly above: readonly string[];
}
const person = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const people = fc.uniqueArray(person, { maxLength: 4 });
const districts: fc.Arbitrary<District> = fc.record({
  principals: fc.array(people, { minLength: 1, maxLength: 3 }),
  technology: people,
  excluded: fc.uniqueArray(person, { maxLength: 2 }),
  above: fc.uniqueArray(fc.constantFrom('a', 'x', 'y'), { maxLength: 3 }),
});
const sidesOf = ({ principals, technology }: District): SideCandidates[] => [
  ...principals.map((candidateIds, index): SideCandidates => ({
    side: 'principal',
    buildingId: `b${index}`,
    candidateIds,
  })),
  { side: 'technology', buildingId: null, candidateIds: technology },
];

/** By trying everything: all ways in which different people decide all of these pools. */
const allWays = (pools: readonly (readonly string[])[]): string[][] =>
  pools.reduce<string[][]>(
    (ways, pool) => ways.flatMap((way) => pool.filter((id) => !way.includes(id)).map((id) => [...way, id])),
    [[]],
  );

const check = (property: (district: District, planned: readonly PlannedTask[] | undefined) => void): void =>
  fc.assert(
    fc.property(districts, (district) =>
      property(district, planTasks(sidesOf(district), new Set(district.excluded), district.above)),
    ),
    { numRuns: 2_000 },
  );

describe('any plan', () => {
  it('has a task for every side, lawful people in every task and no building asked twice', () => {
    check(({ excluded }, planned) => {
      if (!planned) return;
      expect([...new Set(planned.map(({ side }) => side))].sort()).toEqual(['principal', 'technology']);
      expect(new Set(planned.map(({ side, buildingId }) => `${side} ${buildingId}`)).size).toBe(planned.length);
      for (const { candidateIds } of planned) {
        expect(candidateIds.length).toBeGreaterThan(0);
        expect(new Set(candidateIds).size).toBe(candidateIds.length);
        expect(candidateIds.filter((id) => excluded.includes(id))).toEqual([]);
      }
    });
  });

  it('lists nobody who could not decide the task in some way of deciding them all', () => {
    check((_district, planned) => {
      if (!planned) return;
      const ways = allWays(planned.map(({ candidateIds }) => candidateIds));
      planned.forEach(({ candidateIds }, index) =>
        expect([...new Set(ways.map((way) => way[index]!))].sort()).toEqual(candidateIds),
      );
    });
  });

  it('sends nothing up while different people of its own pools can decide every task', () => {
    check((district, planned) => {
      const lawful = sidesOf(district).map(({ candidateIds }) =>
        candidateIds.filter((id) => !district.excluded.includes(id)),
      );
      if (allWays(lawful).length === 0) return;
      for (const { side, buildingId, candidateIds } of planned ?? [])
        expect(
          candidateIds.every((id) =>
            sidesOf(district).some(
              (each) => each.side === side && each.buildingId === buildingId && each.candidateIds.includes(id),
            ),
          ),
        ).toBe(true);
      expect(planned).toBeDefined();
    });
  });

  it('lets every building be decided by one of its own people when none goes up', () => {
    check((district, planned) => {
      if (!planned) return;
      const own = (index: number): string[] =>
        district.principals[index]!.filter((id) => !district.excluded.includes(id));
      const wentUp = planned.some(({ candidateIds }) => candidateIds.some((id) => district.above.includes(id)));
      if (wentUp) return;
      for (const way of allWays(planned.map(({ candidateIds }) => candidateIds))) {
        const deciders = way.filter((_, index) => planned[index]!.side === 'principal');
        district.principals.forEach((_, index) => {
          if (own(index).length > 0) expect(own(index).some((id) => deciders.includes(id))).toBe(true);
        });
      }
    });
  });

  it('is missing only when no choice of different people, those above included, decides every side', () => {
    check((district, planned) => {
      if (planned) return;
      const lawful = (ids: readonly string[]) => ids.filter((id) => !district.excluded.includes(id));
      const pools = sidesOf(district).map(({ candidateIds }) => lawful([...candidateIds, ...district.above]));
      expect(allWays(pools)).toEqual([]);
    });
  });
});
