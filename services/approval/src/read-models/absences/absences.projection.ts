import type { AbsenceCancelled, AbsenceDeclared } from '@sightline/contracts';
import { rowProjection } from '@sightline/event-store';
import type { EventEnvelope } from '@sightline/contracts';

type AbsenceEvent = (AbsenceDeclared | AbsenceCancelled) & Pick<EventEnvelope, 'time'>;

interface AbsenceFacts {
  absence_id: string;
  person_id: string;
  substitute_id: string | null;
  /** Dates, both inclusive. */
  from_on: string;
  until_on: string;
  cancelled_at: string | null;
  created_at: string;
}

/** Who is away, when, and who decides in their place. */
export const absencesProjection = rowProjection<AbsenceFacts, AbsenceEvent>({
  table: 'absences',
  key: 'absence_id',
  types: ['sightline.approval.absence-declared.v1', 'sightline.approval.absence-cancelled.v1'],
  keysOf: ({ data }) => [data.absenceId],
  creates: ({ type }) => type === 'sightline.approval.absence-declared.v1',
  evolve: (row, { type, data, time }) =>
    type === 'sightline.approval.absence-declared.v1'
      ? {
          absence_id: data.absenceId,
          person_id: data.personId,
          substitute_id: data.substituteId,
          from_on: data.from,
          until_on: data.until,
          cancelled_at: null,
          created_at: time,
        }
      : row
        ? { ...row, cancelled_at: time }
        : null,
});
