import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SupposedEvent } from '@sightline/contracts';
import { newId } from '@sightline/service-kit';
import type { UnplacedEvent } from '@sightline/service-kit/testing';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import fc from 'fast-check';
import { runExceptionRequest, type RunningExceptionRequest } from '../testing/running-exception-request.js';
import {
  contactRestricted,
  districtFormAvailability,
  districtFormRegistered,
  groupRegistered,
  groupRemoved,
  guardiansChanged,
  membersChanged,
  personChanged,
  personRegistered,
  personRemoved,
  roundApproved,
  roundOpened,
  staff,
  student,
  supervisorChanged,
} from '../testing/sample-events.js';

/** A coach with a team of two students, a supervisor, and a district form that is not available. */
const ownSchool = () => {
  const [school, elsewhere, coach, ann, ben, team, form, supervisor] = Array.from({ length: 8 }, () => newId()) as [
    ...[string, string, string, string, string, string, string, string],
  ];
  const pupil = { role: 'student', buildingId: school } as const;
  const roster = [
    personRegistered(coach, { role: 'teacher', buildingId: school }),
    ...[ann, ben].map((id) => personRegistered(id, pupil)),
    districtFormRegistered(form, false),
    groupRegistered(team, school),
    membersChanged(team, [staff(coach), student(ann), student(ben)]),
    supervisorChanged(coach, supervisor),
  ];
  const asked = (kind: 'outside-channel' | 'personal-phone') => ({
    ...{ kind, purpose: 'district', group: team, reason: 'Practice moves.', from: '2026-09-15', until: '2026-11-30' },
    ...{ channel: { medium: 'text-message' }, districtFormShortfall: { districtFormId: form, why: 'Too slow.' } },
  });
  const ofStudent = (id: string): Readonly<Record<string, UnplacedEvent>> => ({
    'leaves the district': personRemoved(id),
    'moves to another school': personChanged(id, { role: 'student', buildingId: elsewhere }),
    'becomes own family': guardiansChanged(id, [coach]),
    'is kept apart from the coach': contactRestricted(coach, id),
  });
  const ofCoach: Readonly<Record<string, UnplacedEvent>> = {
    'leaves the district': personRemoved(coach),
    'moves to another school': personChanged(coach, { role: 'teacher', buildingId: elsewhere }),
    'leaves the team': membersChanged(team, [], [staff(coach)]),
    'gets another supervisor': supervisorChanged(coach, newId()),
  };
  const ofTeam: Readonly<Record<string, UnplacedEvent>> = { 'is dropped': groupRemoved(team) };
  const ofForm: Readonly<Record<string, UnplacedEvent>> = { 'is back': districtFormAvailability(form, true) };
  return { coach, ann, ben, team, supervisor, roster, asked, ofStudent, ofCoach, ofTeam, ofForm };
};
type School = ReturnType<typeof ownSchool>;

describe('a change of the roster and a live authorization', () => {
  let database: TestDatabase;
  let service: RunningExceptionRequest;

  beforeAll(async () => {
    database = await testDatabase(import.meta.url);
    service = await runExceptionRequest(database);
  });
  afterAll(async () => {
    await service.stop();
    await database.drop();
  });

  const ask = async ({ roster, asked, coach, supervisor }: School, kind: 'outside-channel' | 'personal-phone') => {
    await service.bus.feed(...roster);
    const { status, body } = await service.post(coach, 'exception-requests', asked(kind));
    expect([status, body.title]).toEqual([201, undefined]);
    await service.bus.feed(roundOpened(body.id, coach, [supervisor]));
    return body.id as string;
  };
  /** How the authorization of a request stands, in words that are the same for every school. */
  const standing = async (requestId: string, { ann, ben }: School) => {
    const { rows } = await service.database.pool.query<{
      status: string;
      students: string[];
      told: boolean;
      reviews: string[];
    }>(
      `select status, student_ids as students, told_supervisor_id is not null as told, array(
         select coalesce(change, reason) from authorization_reviews as review
         where review.authorization_id = authorizations.authorization_id and review.status = 'open' order by 1) as reviews
       from authorizations where request_id = $1`,
      [requestId],
    );
    expect(rows).toHaveLength(1);
    const [{ status, students, told, reviews }] = rows as [(typeof rows)[number]];
    const names = new Map([
      [ann, 'ann'],
      [ben, 'ben'],
    ]);
    return status === 'active'
      ? { status, students: students.map((id) => names.get(id)).sort(), told, reviews }
      : { status };
  };
  /** What an event would bring about, and then does: without what is made up anew each time. */
  const shape = ({ type, subject, data }: Pick<SupposedEvent, 'type' | 'subject' | 'data'>): object => ({
    ...{ type, subject },
    data: { ...data, reviewId: 'any' },
  });
  const active = { status: 'active', students: ['ann', 'ben'], told: false, reviews: [] as string[] };

  it.each<[string, (school: School) => UnplacedEvent, object, object]>([
    [
      'a student leaves the district',
      ({ ofStudent, ann }) => ofStudent(ann)['leaves the district']!,
      { students: ['ben'] },
      { students: ['ben'] },
    ],
    [
      'a student moves to another school',
      ({ ofStudent, ann }) => ofStudent(ann)['moves to another school']!,
      { reviews: ['student-left-school'] },
      {},
    ],
    [
      'a student turns out to be own family',
      ({ ofStudent, ann }) => ofStudent(ann)['becomes own family']!,
      { students: ['ben'] },
      { students: ['ben'] },
    ],
    [
      'a student is kept apart from the coach',
      ({ ofStudent, ann }) => ofStudent(ann)['is kept apart from the coach']!,
      { students: ['ben'] },
      { students: ['ben'] },
    ],
    [
      'a student leaves the team',
      ({ team, ann }) => membersChanged(team, [], [student(ann)]),
      {},
      { students: ['ben'] },
    ],
    [
      'the team is dropped',
      ({ ofTeam }) => ofTeam['is dropped']!,
      { reviews: ['group-dropped'] },
      { status: 'revoked' },
    ],
    [
      'the coach leaves the district',
      ({ ofCoach }) => ofCoach['leaves the district']!,
      { status: 'revoked' },
      { status: 'revoked' },
    ],
    [
      'the coach moves to another school',
      ({ ofCoach }) => ofCoach['moves to another school']!,
      { reviews: ['staff-moved'] },
      { reviews: ['staff-moved'] },
    ],
    ['the coach leaves the team', ({ ofCoach }) => ofCoach['leaves the team']!, {}, { status: 'revoked' }],
    ['the coach gets another supervisor', ({ ofCoach }) => ofCoach['gets another supervisor']!, {}, { told: true }],
    ['a guardian changes', ({ ann }) => guardiansChanged(ann, [newId()]), {}, {}],
    ['a guardian is restricted', ({ ann }) => contactRestricted(newId(), ann), {}, {}],
    [
      'the form is back (C2)',
      ({ ofForm }) => ofForm['is back']!,
      { reviews: ['form-available-again'] },
      { reviews: ['form-available-again'] },
    ],
  ])('%s', async (_what, change, outsideChannel, personalPhone) => {
    for (const [kind, expected] of [
      ['outside-channel', outsideChannel],
      ['personal-phone', personalPhone],
    ] as const) {
      const school = ownSchool();
      const requestId = await ask(school, kind);
      await service.bus.feed(roundApproved(requestId));
      expect(await standing(requestId, school)).toEqual(active);
      const before = await service.history();
      const event = change(school);
      const foretold = await service.service.runtime.foretell([event]);
      expect(await service.history()).toEqual(before);
      expect(await standing(requestId, school)).toEqual(active);
      await service.bus.feed(event);
      expect(foretold.map(shape)).toEqual((await service.history()).slice(before.length).map(shape));
      const whole = { ...active, ...expected };
      expect([kind, await standing(requestId, school)]).toEqual([
        kind,
        whole.status === 'active' ? whole : { status: whole.status },
      ]);
      // The same news again changes nothing more.
      await service.bus.feed(supervisorChanged(school.coach, null), guardiansChanged(newId(), [school.coach]));
      expect(await standing(requestId, school)).toEqual(whole.status === 'active' ? whole : { status: whole.status });
    }
  });

  it('comes to the same, whether the roster or the approval arrives first, in whatever batches', async () => {
    const changes = fc.record({
      ann: fc.constantFrom(undefined, ...Object.keys(ownSchool().ofStudent(''))),
      ben: fc.constantFrom(undefined, undefined, ...Object.keys(ownSchool().ofStudent(''))),
      coach: fc.constantFrom(undefined, undefined, undefined, ...Object.keys(ownSchool().ofCoach)),
      team: fc.constantFrom(undefined, undefined, undefined, 'is dropped'),
      form: fc.constantFrom(undefined, 'is back'),
      order: fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
    });
    const kinds = fc.constantFrom('outside-channel' as const, 'personal-phone' as const);
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        changes,
        kinds,
        fc.nat({ max: 5 }),
        fc.integer({ min: 1, max: 3 }),
        async (what, kind, at, size) => {
          const play = async (approvedAt: number, batchSize: number) => {
            const school = ownSchool();
            const requestId = await ask(school, kind);
            const named = [
              what.ann && school.ofStudent(school.ann)[what.ann],
              what.ben && school.ofStudent(school.ben)[what.ben],
              what.coach && school.ofCoach[what.coach],
              what.team && school.ofTeam[what.team],
              what.form && school.ofForm[what.form],
            ];
            const events = what.order.flatMap((index) => named[index] || []);
            events.splice(Math.min(approvedAt, events.length), 0, roundApproved(requestId));
            while (events.length > 0) await service.bus.feed(...events.splice(0, batchSize));
            return standing(requestId, school);
          };
          const approvedFirst = await play(0, 1);
          seen.add(approvedFirst.status);
          for (const review of approvedFirst.reviews ?? []) seen.add(review);
          expect(await play(at, size)).toEqual(approvedFirst);
        },
      ),
      { numRuns: 60 },
    );
    // A property that met no end and no review would say little.
    expect([...seen]).toEqual(expect.arrayContaining(['active', 'revoked', 'form-available-again']));
  });
});
