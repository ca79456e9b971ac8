import type { Row } from './read-rows.js';

/**
 * Several ids in one cell: after commas as OneRoster writes them, or after semicolons or bars as some exports do.
 * @param composite the ids of this file have semicolons or bars inside
 */
export const idsIn = (cell: string, composite = false): string[] => [
  ...new Set(
    cell
      .split(composite || cell.includes(',') ? ',' : /[;|]/)
      .map((id) => id.trim())
      .filter(Boolean),
  ),
];

/** True for an id that could be taken for several. */
export const isComposite = (id: string): boolean => id.includes(';') || id.includes('|');

const saidNo = new Set(['false', '0', 'f', 'n', 'no', 'disabled', 'inactive']);

/** True unless the cell says no in one of the words of exports; a blank says nothing against it. */
export const isEnabled = (cell: string): boolean => !saidNo.has(cell.toLowerCase());

/** A word of a closed list as it is looked up: `Site Administrator`, `site_administrator` and `siteAdministrator` are one. */
export const plainWord = (cell: string): string => cell.toLowerCase().replace(/[\s_-]+/g, '');

/** The value, or null for a blank. */
export const valueOrNull = (cell: string): string | null => (cell === '' ? null : cell);

/**
 * `YYYY-MM-DD` from that form (a time behind it is cut off), with slashes or nothing between, or from `M/D/YYYY` and `M-D-YYYY`;
 * undefined for what is no date. A year of two digits says no century.
 */
export const dateIn = (cell: string): string | undefined => {
  const iso = /^(\d{4})([-/]?)(\d{1,2})\2(\d{1,2})(?:[T ].*)?$/.exec(cell);
  const american = /^(\d{1,2})([-/])(\d{1,2})\2(\d{4})(?: .*)?$/.exec(cell);
  if (iso && iso[2] === '' && !/^\d{8}(?:\D|$)/.test(cell)) return undefined;
  const [year, month, day] = iso
    ? [iso[1]!, iso[3]!, iso[4]!]
    : american
      ? [american[4]!, american[1]!, american[3]!]
      : [];
  if (!year || !month || !day) return undefined;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const moment = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 10) !== text ? undefined : text;
};

/** True for `tobedeleted`, false for `active` or blank, undefined for any other word. */
export const isToBeDeleted = (status: string): boolean | undefined => {
  const word = plainWord(status);
  if (word === 'tobedeleted' || word === 'deleted' || word === 'inactive') return true;
  return word === '' || word === 'active' ? false : undefined;
};

export type Objection = readonly [column: string, code: string, message: string];

export const noDate = (column: string): Objection => [column, 'not-a-date', 'A date is YYYY-MM-DD or M/D/YYYY.'];

export interface Period {
  readonly begins: string | null;
  readonly ends: string | null;
}

/** From when until when a row holds, or why that cannot be said: a row of unclear dates is no statement. */
export const periodIn = (row: Row): Period | Objection => {
  const dates: (string | null)[] = [];
  for (const column of ['beginDate', 'endDate']) {
    const text = row.get(column);
    const date = text === '' ? null : dateIn(text);
    if (date === undefined) return noDate(column);
    dates.push(date);
  }
  const [begins, ends] = dates as [string | null, string | null];
  if (begins !== null && ends !== null && ends < begins)
    return ['endDate', 'ends-before-it-begins', 'The end date lies before the begin date.'];
  return { begins, ends };
};

export const isPeriod = (value: Period | Objection): value is Period => !Array.isArray(value);
