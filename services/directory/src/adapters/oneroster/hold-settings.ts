import { InvalidEnvironment } from '@sightline/service-kit';
import { holdAboveUsually, type HoldAbove } from '../../domain/index.js';

/**
 * Above what an import is held for a person: ROSTER_HOLD_STUDENT_SHARE and ROSTER_HOLD_ROLLOVER_SHARE (from 0 to 1),
 * ROSTER_HOLD_AUTHORIZATIONS and ROSTER_HOLD_NOTICES (whole numbers). @throws InvalidEnvironment that names the variable
 */
export function readHoldAbove(environment: NodeJS.ProcessEnv): HoldAbove {
  const read = (name: string, otherwise: number, max: number, isWhole: boolean): number => {
    const text = environment[name];
    if (text === undefined || text === '') return otherwise;
    const value = Number(text);
    if (!(value >= 0 && value <= max) || (isWhole && !Number.isInteger(value)))
      throw new InvalidEnvironment(`${name} must be a ${isWhole ? 'whole ' : ''}number from 0 to ${max}`);
    return value;
  };
  return {
    studentShare: read('ROSTER_HOLD_STUDENT_SHARE', holdAboveUsually.studentShare, 1, false),
    rolloverStudentShare: read('ROSTER_HOLD_ROLLOVER_SHARE', holdAboveUsually.rolloverStudentShare, 1, false),
    authorizationsEnding: read('ROSTER_HOLD_AUTHORIZATIONS', holdAboveUsually.authorizationsEnding, 1_000_000, true),
    noticesToSend: read('ROSTER_HOLD_NOTICES', holdAboveUsually.noticesToSend, 10_000_000, true),
  };
}
