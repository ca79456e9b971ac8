import type { KnownRoster } from '../domain/index.js';
import type { RosterReport, RosterReportEntry, UncertainReference } from './ports.js';

/** References of a bundle whose end is neither in it nor in the directory: what the rows say of it was left out. */
export const danglingReferences = (
  uncertain: readonly UncertainReference[],
  { state, ids }: KnownRoster,
): readonly UncertainReference[] => {
  const isLinked = (student: string, guardian: string): boolean =>
    state.guardianships.get(student)?.some(({ guardianSourcedId }) => guardianSourcedId === guardian) ?? false;
  return uncertain.filter(({ kind, sourcedId, other }) => {
    switch (kind) {
      case 'people':
        return !state.people.has(sourcedId);
      case 'anybody':
        return !ids.people.has(sourcedId);
      case 'groups':
        return !state.groups.has(sourcedId);
      case 'buildings':
        return !state.buildings.has(sourcedId);
      case 'guardianships':
        return !isLinked(sourcedId, other!) && !isLinked(other!, sourcedId);
    }
  });
};

const entryOf = ({ file, line, column, kind, rows }: UncertainReference): RosterReportEntry => ({
  file,
  line,
  column,
  code: kind === 'guardianships' ? 'no-guardianship' : 'unknown-reference',
  message:
    (kind === 'guardianships'
      ? 'A guardian link joins a student and a person with the role parent or guardian; that link was left out.'
      : 'Neither the bundle nor the directory has this sourcedId; what the row says of it was left out.') +
    (rows > 1 ? ` So it was on ${rows - 1} further rows.` : ''),
  severity: 'refused',
});

const entriesMax = 10_000;

/** The report with what only the directory could tell. */
export const withDangling = (report: RosterReport, dangling: readonly UncertainReference[]): RosterReport => {
  const shown = dangling.slice(0, Math.max(entriesMax - report.entries.length, 0));
  return {
    ...report,
    entries: [...report.entries, ...shown.map(entryOf)],
    entriesLeftOut: report.entriesLeftOut + dangling.length - shown.length,
  };
};
