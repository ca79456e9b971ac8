import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { holdAboveUsually, holdReasons, type FollowUp } from './import-holds.js';

const nothing: FollowUp = { status: 'known', authorizationsEnding: 0, noticesToSend: 0 };
const reasonsOf = (...given: Parameters<typeof holdReasons>): string[] =>
  holdReasons(...given).map(({ reason }) => reason);

describe('an import is held for a person', () => {
  it.each([
    [0, 0, false],
    [10, 0, false],
    [10, 2, false],
    [10, 3, true],
    [1, 1, true],
  ])('of %i known students, %i leaving: held is %s', (studentsKnown, studentsToRemove, held) => {
    expect(reasonsOf({ studentsKnown, studentsToRemove }, nothing, false)).toStrictEqual(
      held ? ['students-removed'] : [],
    );
  });

  it('only above half of the students in the import of a new school year', () => {
    expect(reasonsOf({ studentsKnown: 10, studentsToRemove: 5 }, nothing, true)).toStrictEqual([]);
    expect(reasonsOf({ studentsKnown: 10, studentsToRemove: 6 }, nothing, true)).toStrictEqual(['students-removed']);
  });

  it('when more authorizations would end or more notices go out than the district set, each with what was found', () => {
    const few = { studentsKnown: 100, studentsToRemove: 0 };
    const above = { ...holdAboveUsually, authorizationsEnding: 1, noticesToSend: 2 };
    expect(reasonsOf(few, { status: 'known', authorizationsEnding: 1, noticesToSend: 2 }, false, above)).toStrictEqual(
      [],
    );
    expect(
      holdReasons(few, { status: 'known', authorizationsEnding: 2, noticesToSend: 3 }, false, above),
    ).toMatchObject([
      { reason: 'authorizations-ending', found: 2, heldAbove: 1, message: '2 authorizations would end.' },
      { reason: 'notices-to-send', found: 3, heldAbove: 2 },
    ]);
  });

  it('when nobody can say what would follow, and the one who does not answer is named', () => {
    const [reason] = holdReasons(
      { studentsKnown: 10, studentsToRemove: 0 },
      { status: 'unknown', owner: 'notification' },
      false,
    );
    expect(reason).toMatchObject({ reason: 'consequences-unknown', found: null });
    expect(reason!.message).toContain('notification');
  });

  it('never less when more follows', () => {
    const counts = fc.record({ authorizationsEnding: fc.nat(60), noticesToSend: fc.nat(1_500) });
    fc.assert(
      fc.property(counts, fc.nat(60), fc.nat(1_500), fc.boolean(), (known, ending, notices, rollover) => {
        const students = { studentsKnown: 100, studentsToRemove: 30 };
        const before = reasonsOf(students, { status: 'known', ...known }, rollover);
        const more = {
          authorizationsEnding: known.authorizationsEnding + ending,
          noticesToSend: known.noticesToSend + notices,
        };
        expect(reasonsOf(students, { status: 'known', ...more }, rollover)).toEqual(expect.arrayContaining(before));
      }),
    );
  });
});
