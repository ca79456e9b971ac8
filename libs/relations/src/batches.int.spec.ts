import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sightlineEventTypes, type EventEnvelope } from '@sightline/contracts';
import fc from 'fast-check';
import { relationsSchemaDown } from './index.js';
import { everyPart, relationsDatabase, rosterEvent, type RelationsDatabase } from './testing/relations-database.js';

/** Few ids, so that the events of a sequence meet. */
const idOf = (number: number): string => `01990000-0000-7000-8000-00000000000${number}`;
const id = fc.integer({ min: 0, max: 2 }).map(idOf);
const ids = fc.uniqueArray(id, { maxLength: 3 });
const sourcedId = fc.constantFrom('s-1', 's-2');
const day = fc.constantFrom('2026-09-01', '2026-10-01', '2027-05-28');
const role = fc.constantFrom('teacher' as const, 'principal' as const, 'auditor' as const);
const member = fc.record({ personId: id, role: fc.constantFrom('student' as const, 'staff' as const) });
const group = fc.record({
  groupId: id,
  sourcedId,
  kind: fc.constantFrom('class' as const, 'activity' as const),
  buildingId: id,
  endsOn: fc.option(day),
});
const person = fc.record({
  personId: id,
  sourcedId,
  roles: fc.array(fc.oneof(fc.record({ role }), fc.record({ role, buildingId: id })), { maxLength: 2 }),
});
const building = fc.record({
  buildingId: id,
  sourcedId,
  type: fc.constantFrom('school' as const, 'district' as const),
  parentId: fc.option(id),
});

const sequences: Readonly<Record<string, fc.Arbitrary<EventEnvelope>>> = {
  people: fc.oneof(
    person.map((data) => rosterEvent('sightline.directory.person-registered.v1', data)),
    person.map((data) => rosterEvent('sightline.directory.person-changed.v1', data)),
    fc.record({ personId: id, sourcedId }).map((data) => rosterEvent('sightline.directory.person-removed.v1', data)),
  ),
  guardianships: fc
    .record({ studentId: id, guardianIds: fc.array(id, { maxLength: 3 }) })
    .map((data) => rosterEvent('sightline.directory.guardians-changed.v1', data)),
  siblings: fc
    .record({ personId: id, siblingIds: ids })
    .map((data) => rosterEvent('sightline.directory.siblings-changed.v1', data)),
  supervisions: fc
    .record({ staffId: id, supervisorId: fc.option(id), previousSupervisorId: fc.option(id) })
    .map((data) => rosterEvent('sightline.directory.supervisor-changed.v1', data)),
  restrictions: fc
    .record({
      restrictionId: id,
      studentId: id,
      guardianId: id,
      kinds: fc.uniqueArray(fc.constantFrom('contact' as const, 'records' as const, 'address' as const), {
        minLength: 1,
      }),
      from: day,
      until: fc.option(day),
    })
    .map((data) => rosterEvent('sightline.directory.restriction-recorded.v1', data)),
  buildings: fc.oneof(
    building.map((data) => rosterEvent('sightline.directory.building-registered.v1', data)),
    building.map((data) => rosterEvent('sightline.directory.building-changed.v1', data)),
  ),
  groups: fc.oneof(
    group.map((data) => rosterEvent('sightline.directory.group-registered.v1', data)),
    group.map((data) => rosterEvent('sightline.directory.group-changed.v1', data)),
    fc.record({ groupId: id, sourcedId }).map((data) => rosterEvent('sightline.directory.group-removed.v1', data)),
    fc
      .record({ groupId: id, joined: fc.array(member, { maxLength: 2 }), left: fc.array(member, { maxLength: 2 }) })
      .map((data) => rosterEvent('sightline.directory.group-members-changed.v1', data)),
  ),
  'linked-persons': fc
    .tuple(
      fc.constantFrom(
        'sightline.directory.persons-linked.v1' as const,
        'sightline.directory.persons-unlinked.v1' as const,
      ),
      fc.record({ personId: id, linkedId: id, by: fc.constant(null), basis: fc.constant('import-key' as const) }),
    )
    .map(([type, data]) => rosterEvent(type, data)),
  'district-forms': fc.oneof(
    fc
      .record({ districtFormId: id, kind: fc.constant('email'), buildingIds: ids, available: fc.boolean() })
      .map((data) => rosterEvent('sightline.directory.district-form-registered.v1', data)),
    fc
      .record({ districtFormId: id, available: fc.boolean(), from: day })
      .map((data) => rosterEvent('sightline.directory.district-form-availability-changed.v1', data)),
  ),
};

const tablesOf = ({ schema }: (typeof everyPart)[number]): string[] =>
  schema.flatMap((statement) => /^create table (\w+)/.exec(statement)?.[1] ?? []);

describe('a part of the roster', () => {
  let database: RelationsDatabase;

  beforeAll(async () => {
    database = await relationsDatabase(import.meta.url);
  });
  afterAll(async () => {
    await database.close();
  });

  const rowsAfter = (tables: readonly string[], batches: readonly (readonly EventEnvelope[])[]) =>
    database.undone(async () => {
      for (const batch of batches) if (batch.length > 0) await database.apply(...batch);
      const rows: string[] = [];
      for (const table of tables) {
        const found = await database.client.query<{ row: string }>(
          `select to_jsonb(${table})::text as row from ${table}`,
        );
        rows.push(...found.rows.map(({ row }) => `${table} ${row}`).sort());
      }
      return rows;
    });

  it.each(everyPart.map((part) => [part.name, part] as const))(
    '%s: the same rows however the events are cut into batches, and when they come again',
    async (name, part) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(sequences[name]!, { minLength: 1, maxLength: 8 }),
          fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 8, maxLength: 8 }),
          async (events, sizes) => {
            const left = [...events];
            const cut = sizes.map((size) => left.splice(0, size));
            const oneByOne = await rowsAfter(
              tablesOf(part),
              events.map((event) => [event]),
            );
            expect(await rowsAfter(tablesOf(part), cut)).toEqual(oneByOne);
            expect(await rowsAfter(tablesOf(part), [events])).toEqual(oneByOne);
            expect(await rowsAfter(tablesOf(part), [...cut, [events.at(-1)!]])).toEqual(oneByOne);
          },
        ),
        { numRuns: 60 },
      );
    },
    60_000,
  );

  it('is fed by types that the directory publishes', () => {
    const types = everyPart.flatMap((part) => [...part.types]);
    expect(new Set(types).size).toBe(types.length);
    expect(types.filter((type) => !(sightlineEventTypes as readonly string[]).includes(type))).toEqual([]);
    expect(types.every((type) => type.startsWith('sightline.directory.'))).toBe(true);
  });

  it('leaves nothing behind when it is taken down', async () => {
    await database.undone(async () => {
      for (const statement of relationsSchemaDown(everyPart)) await database.client.query(statement);
      const { rows } = await database.client.query(`select 1 from pg_tables where schemaname = 'public'`);
      expect(rows).toEqual([]);
    });
  });
});
