/** Several ids in one cell, as OneRoster writes them. */
export const idsIn = (cell: string): string[] =>
  cell
    .split(',')
    .map((id) => id.trim())
    .filter(Boolean);

/** `YYYY-MM-DD` from that form (a time behind it is cut off) or from `M/D/YYYY`; undefined for what is no date. */
export const dateIn = (cell: string): string | undefined => {
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:T.*)?$/.exec(cell);
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(cell);
  const [year, month, day] = iso
    ? [iso[1]!, iso[2]!, iso[3]!]
    : american
      ? [american[3]!, american[1]!, american[2]!]
      : [];
  if (!year || !month || !day) return undefined;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const moment = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(moment.getTime()) || moment.toISOString().slice(0, 10) !== text ? undefined : text;
};

/** True for `tobedeleted`, false for `active` or blank, undefined for any other word. */
export const isToBeDeleted = (status: string): boolean | undefined => {
  const word = status.toLowerCase();
  if (word === 'tobedeleted' || word === 'inactive') return true;
  return word === '' || word === 'active' ? false : undefined;
};
