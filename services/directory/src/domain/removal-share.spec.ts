import { describe, expect, it } from '@jest/globals';
import { needsConfirmation } from './removal-share.js';

describe('an import that removes many students', () => {
  it.each([
    [0, 0, false],
    [10, 0, false],
    [10, 2, false],
    [10, 3, true],
    [1, 1, true],
  ])('of %i known, %i leaving: held for a person is %s', (studentsKnown, studentsToRemove, held) => {
    expect(needsConfirmation({ studentsKnown, studentsToRemove })).toBe(held);
  });

  it('is measured against the share that the district sets', () => {
    expect(needsConfirmation({ studentsKnown: 100, studentsToRemove: 6 }, 0.05)).toBe(true);
    expect(needsConfirmation({ studentsKnown: 100, studentsToRemove: 5 }, 0.05)).toBe(false);
  });
});
