export interface SchoolSession {
  readonly sourcedId: string;
  readonly title: string;
  readonly type: 'schoolYear' | 'term';
  readonly startDate: string;
  readonly endDate: string;
  readonly parentSourcedId?: string;
}

export interface SchoolYear {
  /** The calendar year in which it starts. */
  readonly startYear: number;
  readonly sourcedId: string;
  readonly sessions: readonly SchoolSession[];
  readonly termSourcedIds: readonly string[];
}

/**
 * The school year that contains this day (UTC). It runs from 1 July to 30 June, so that no day lies outside every year;
 * lessons run from 1 August.
 */
export function schoolYearOf(today: Date): SchoolYear {
  const startYear = today.getUTCMonth() >= 6 ? today.getUTCFullYear() : today.getUTCFullYear() - 1;
  const endYear = startYear + 1;
  const sourcedId = `year-${endYear}`;
  const term = (name: string, startDate: string, endDate: string): SchoolSession => ({
    sourcedId: `term-${endYear}-${name.toLowerCase()}`,
    title: `${name} ${startDate.slice(0, 4)}`,
    type: 'term',
    startDate,
    endDate,
    parentSourcedId: sourcedId,
  });
  const terms = [
    term('Fall', `${startYear}-08-01`, `${startYear}-12-31`),
    term('Spring', `${endYear}-01-01`, `${endYear}-06-30`),
  ];
  const year: SchoolSession = {
    sourcedId,
    title: `${startYear}-${endYear}`,
    type: 'schoolYear',
    startDate: `${startYear}-07-01`,
    endDate: `${endYear}-06-30`,
  };
  return {
    startYear,
    sourcedId,
    sessions: [year, ...terms],
    termSourcedIds: terms.map((session) => session.sourcedId),
  };
}
