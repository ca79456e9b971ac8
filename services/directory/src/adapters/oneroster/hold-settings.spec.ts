import { describe, expect, it } from '@jest/globals';
import { holdAboveUsually } from '../../domain/index.js';
import { readHoldAbove } from './hold-settings.js';

describe('what holds an import for a person', () => {
  it('is the usual where the environment says nothing', () => {
    expect(readHoldAbove({ ROSTER_HOLD_NOTICES: '' })).toStrictEqual(holdAboveUsually);
  });

  it('is what the environment says', () => {
    const environment = {
      ...{ ROSTER_HOLD_STUDENT_SHARE: '0.05', ROSTER_HOLD_ROLLOVER_SHARE: '1' },
      ...{ ROSTER_HOLD_AUTHORIZATIONS: '0', ROSTER_HOLD_NOTICES: '20000' },
    };
    expect(readHoldAbove(environment)).toStrictEqual({
      ...{ studentShare: 0.05, rolloverStudentShare: 1, authorizationsEnding: 0, noticesToSend: 20_000 },
    });
  });

  it.each([
    ['ROSTER_HOLD_STUDENT_SHARE', '20%'],
    ['ROSTER_HOLD_STUDENT_SHARE', '1.5'],
    ['ROSTER_HOLD_AUTHORIZATIONS', '2.5'],
    ['ROSTER_HOLD_NOTICES', '-1'],
  ])('%s is refused as %s', (name, value) => {
    expect(() => readHoldAbove({ [name]: value })).toThrow(name);
  });
});
