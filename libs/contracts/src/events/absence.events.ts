import type { EventEnvelope } from '../envelope.js';

/** A person is away and decides no tasks; the substitute does. Subject `absence/<personId>`, which holds all absences of that person. */
export type AbsenceDeclared = EventEnvelope<
  'sightline.approval.absence-declared.v1',
  {
    readonly absenceId: string;
    readonly personId: string;
    /** Null when nobody is named: the tasks go to the others of the pool, or up. */
    readonly substituteId: string | null;
    /** Dates in the district's time zone, both inclusive. */
    readonly from: string;
    readonly until: string;
  }
>;
export type AbsenceCancelled = EventEnvelope<
  'sightline.approval.absence-cancelled.v1',
  {
    readonly absenceId: string;
    readonly personId: string;
    readonly substituteId: string | null;
    readonly from: string;
    readonly until: string;
  }
>;

export type AbsenceEvent = AbsenceDeclared | AbsenceCancelled;
