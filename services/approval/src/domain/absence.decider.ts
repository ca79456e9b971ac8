import { accept, refuse, unchanged, type Decider, type Decision } from '@sightline/decider';
import type { Absence, AbsenceCommand, AbsenceFact, AbsenceRefusalCode, AbsencesState } from './absence.js';

type AbsenceDecision = Decision<AbsenceFact, AbsenceRefusalCode>;

/** One person's absences: who decides in their place, and when (C3, C5). */
export const absenceDecider: Decider<AbsencesState, AbsenceCommand, AbsenceFact, AbsenceRefusalCode> = {
  initialState: [],
  evolve(state, { type, data }) {
    switch (type) {
      case 'sightline.approval.absence-declared.v1':
        return [...state, { ...data, cancelled: false }];
      case 'sightline.approval.absence-cancelled.v1':
        return state.map((each) => (each.absenceId === data.absenceId ? { ...each, cancelled: true } : each));
    }
  },
  decide(command, state) {
    switch (command.type) {
      case 'declare':
        return declare(command, state);
      case 'cancel':
        return cancel(command, state);
      default:
        return command satisfies never;
    }
  },
};

const isOver = (field?: string) =>
  refuse<AbsenceRefusalCode>({
    refused: 'absence-over',
    detail: 'This absence is over.',
    remedy: 'What was decided meanwhile stands; only days from today on can be changed.',
    ...(field === undefined ? {} : { field }),
  });

function declare(
  { absence, substituteIsStaff, today }: Extract<AbsenceCommand, { type: 'declare' }>,
  state: AbsencesState,
): AbsenceDecision {
  const { absenceId, personId, substituteId, from, until } = absence;
  if (state.some((each) => each.absenceId === absenceId)) return unchanged;
  if (until < from)
    return refuse({
      refused: 'dates-reversed',
      detail: 'The last day comes before the first.',
      remedy: 'Exchange the two dates.',
      field: 'until',
    });
  if (until < today) return isOver('until');
  if (substituteId === personId)
    return refuse({
      refused: 'substitute-is-self',
      clause: 'C3',
      detail: 'Nobody stands in for themselves.',
      remedy: 'Name a colleague, or nobody.',
      field: 'substitute',
    });
  if (!substituteIsStaff)
    return refuse({
      refused: 'substitute-not-staff',
      clause: 'C3',
      detail: 'Only an employee of the district can decide in your place.',
      remedy: 'Name a colleague.',
      field: 'substitute',
    });
  const overlaps = (each: Absence): boolean => !each.cancelled && each.from <= until && from <= each.until;
  if (state.some(overlaps))
    return refuse({
      refused: 'absence-overlaps',
      detail: 'On some of these days you have declared an absence already.',
      remedy: 'Cancel that one, or choose other days.',
      field: 'from',
    });
  return accept({
    type: 'sightline.approval.absence-declared.v1',
    data: { absenceId, personId, substituteId, from, until },
  });
}

function cancel(
  { absenceId, today }: Extract<AbsenceCommand, { type: 'cancel' }>,
  state: AbsencesState,
): AbsenceDecision {
  const found = state.find((each) => each.absenceId === absenceId);
  if (!found)
    return refuse({
      refused: 'unknown-absence',
      detail: 'There is no such absence of yours.',
      remedy: 'Look at the list of your absences.',
    });
  if (found.cancelled) return unchanged;
  if (found.until < today) return isOver();
  const { personId, substituteId, from, until } = found;
  return accept({
    type: 'sightline.approval.absence-cancelled.v1',
    data: { absenceId, personId, substituteId, from, until },
  });
}
