import type { AbsenceCancelled, AbsenceDeclared, FactOf } from '@sightline/contracts';

export type AbsenceFact = FactOf<AbsenceDeclared | AbsenceCancelled>;

export interface Absence {
  readonly absenceId: string;
  readonly personId: string;
  readonly substituteId: string | null;
  /** Dates in the district's time zone, both inclusive. */
  readonly from: string;
  readonly until: string;
  readonly cancelled: boolean;
}

/** All absences of one person: two that hold at once would name two substitutes. */
export type AbsencesState = readonly Absence[];

export type AbsenceCommand =
  | {
      readonly type: 'declare';
      readonly absence: Omit<Absence, 'cancelled'>;
      /** An active employee of the district; true when nobody is named. */
      readonly substituteIsStaff: boolean;
      readonly today: string;
    }
  | { readonly type: 'cancel'; readonly absenceId: string; readonly today: string };

export const absenceRefusalCodes = [
  'dates-reversed',
  'absence-over',
  'absence-overlaps',
  'substitute-is-self',
  'substitute-not-staff',
  'unknown-absence',
] as const;
export type AbsenceRefusalCode = (typeof absenceRefusalCodes)[number];
