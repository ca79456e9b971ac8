import { describe, expect, it } from '@jest/globals';
import { decisionSpecification } from '@sightline/decider';
import {
  absenceDecider,
  absenceRefusalCodes,
  withSubstitutes,
  type AbsenceCommand,
  type AbsenceFact,
  type AbsenceRefusalCode,
} from './index.js';

const { given } = decisionSpecification(absenceDecider);
const week = { absenceId: 'week', personId: 'ann', substituteId: 'sue', from: '2026-09-21', until: '2026-09-25' };
const declared: AbsenceFact = { type: 'sightline.approval.absence-declared.v1', data: week };
const cancelled: AbsenceFact = { type: 'sightline.approval.absence-cancelled.v1', data: week };
const declare = (more: Partial<typeof week> = {}, substituteIsStaff = true): AbsenceCommand => ({
  ...{ type: 'declare', absence: { ...week, ...more }, substituteIsStaff, today: '2026-09-14' },
});
const cancel = (absenceId = 'week', today = '2026-09-25'): AbsenceCommand => ({ type: 'cancel', absenceId, today });

describe('an absence', () => {
  it('is declared and cancelled', () => {
    given().when(declare()).then(declared);
    given(declared).when(cancel()).then(cancelled);
  });

  it('may be for one day, and follow another at once', () => {
    const day = { ...week, absenceId: 'day', from: '2026-09-26', until: '2026-09-26' };
    given(declared).when(declare(day)).then({ type: 'sightline.approval.absence-declared.v1', data: day });
    given(declared, cancelled)
      .when(declare({ absenceId: 'again' }))
      .then({ type: 'sightline.approval.absence-declared.v1', data: { ...week, absenceId: 'again' } });
  });

  it('said again is nothing new', () => {
    given(declared).when(declare()).thenNothing();
    given(declared, cancelled).when(cancel()).thenNothing();
  });

  const refused: Readonly<Record<AbsenceRefusalCode, readonly [readonly AbsenceFact[], AbsenceCommand, string?]>> = {
    'dates-reversed': [[], declare({ until: '2026-09-20' })],
    'absence-over': [[], declare({ from: '2026-09-01', until: '2026-09-13' })],
    'absence-overlaps': [[declared], declare({ absenceId: 'other', from: '2026-09-25', until: '2026-09-30' })],
    'substitute-is-self': [[], declare({ substituteId: 'ann' }), 'C3'],
    'substitute-not-staff': [[], declare({}, false), 'C3'],
    'unknown-absence': [[declared], cancel('other')],
  };
  it.each(absenceRefusalCodes)('is refused with %s', (code) => {
    const [history, command, clause] = refused[code];
    const then = given(...history).when(command);
    then.thenRefused(code, clause);
    expect(then.decision).toMatchObject({ remedy: expect.stringMatching(/\.$/) });
  });

  it('that is over cannot be cancelled', () => {
    given(declared).when(cancel('week', '2026-09-26')).thenRefused('absence-over');
  });
});

describe('whoever is away', () => {
  const away = new Map([
    ['ann', 'sue'],
    ['sue', 'dee'],
    ['ben', null],
    ['x', 'y'],
    ['y', 'x'],
  ]);
  it('is replaced by the first of the chain who is there, once', () => {
    expect(withSubstitutes(['ann', 'cem', 'dee'], away)).toEqual(['dee', 'cem']);
  });
  it('is left out where nobody is named, and where the chain comes back', () => {
    expect(withSubstitutes(['ben', 'x', 'y', 'cem'], away)).toEqual(['cem']);
  });
});
