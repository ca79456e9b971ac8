import type { AbsenceDeclared } from '@sightline/contracts';
import type { Clock, Reaction } from '@sightline/service-kit';
import { raiseAlerts } from './raise-alerts.js';

/** Who is named to stand in for somebody hears of it, and until when (C3, C5). */
export const whenAbsenceDeclared = (clock: Clock): Reaction => ({
  types: new Set<AbsenceDeclared['type']>(['sightline.approval.absence-declared.v1']),
  react: (_, events) =>
    Promise.resolve(
      raiseAlerts(
        (events as readonly AbsenceDeclared[]).map((cause) => {
          const { absenceId, personId, substituteId, until } = cause.data;
          return {
            ...{ cause, setId: absenceId, kind: 'substitute-named', aboutPersonId: personId, until },
            alerted: substituteId === null ? [] : [{ personId: substituteId, taskId: null }],
          };
        }),
        clock,
      ),
    ),
});
