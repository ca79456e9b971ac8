import type { RosterSink, StagedRole } from '../../application/staged-rows.js';
import { RosterBundleUnreadable, type ReadRoster, type RosterBundleReader } from '../../application/ports.js';
import { defaultBundleLimits, type BundleLimits } from './bundle-limits.js';
import { collectDemographics, collectEnrollments } from './collect-enrollments.js';
import { collectRoles, collectUsers } from './collect-people.js';
import { collectClasses, collectOrgs, collectSessions } from './collect-places.js';
import { collectContacts, collectRelations } from './collect-relations.js';
import { fileColumns, unreadFiles } from './file-columns.js';
import { openBundle, printableName } from './open-bundle.js';
import { FileReading, type FileTold } from './read-file.js';
import { readManifest } from './read-manifest.js';
import { ReportBuilder } from './report-builder.js';

/** Reads files in an order in which each refers only to what was read before. */
const readAll = async (reading: FileReading): Promise<ReadRoster['told']> => {
  const { manifest, bundle } = reading;
  await reading.read('orgs.csv', collectOrgs);
  await reading.read('academicsessions.csv', collectSessions);
  const groups = await reading.read('classes.csv', collectClasses);
  const hasRoleFile = bundle.names.includes('roles.csv') || bundle.names.includes('userprofiles.csv');
  const rolesInUsers = bundle.names.includes('roles.csv')
    ? 'never'
    : manifest.version === '1.1'
      ? 'always'
      : hasRoleFile
        ? 'never'
        : 'when-said';
  const people = await reading.read('users.csv', (collecting) => collectUsers(collecting, rolesInUsers));
  const roles = rolesInUsers === 'never' ? await readRoles(reading) : rolesInUsers === 'always' ? people : 'part';
  return {
    people,
    roles: people === 'absent' && rolesInUsers !== 'never' ? 'absent' : roles,
    groups,
    birthDates: await reading.read('demographics.csv', collectDemographics),
    members: await reading.read('enrollments.csv', collectEnrollments),
    relations: await reading.read('relations.csv', collectRelations),
    contacts: await reading.read('relationships.csv', collectContacts),
  };
};

/** Without any role row of its own, userProfiles.csv says nothing of roles. */
const readRoles = async (reading: FileReading): Promise<FileTold> => {
  const read = (name: StagedRole['file']) => reading.read(name, (collecting) => collectRoles(collecting, name));
  const own = await read('roles.csv');
  const before = reading.staged('roles');
  const inProfiles = await read('userprofiles.csv');
  if (own !== 'absent') return inProfiles === 'part' && reading.staged('roles') > before ? 'part' : own;
  return reading.staged('roles') > 0 ? inProfiles : 'absent';
};

/** Takes the good rows of a OneRoster 1.1 or 1.2 CSV bundle and lists the bad ones; streams, so that memory follows neither the people nor the bytes. */
export const oneRosterBundleReader = (limits: BundleLimits = defaultBundleLimits): RosterBundleReader => ({
  async read(path, sink: RosterSink, onProgress = () => undefined) {
    const report = new ReportBuilder(limits.reportEntriesMax);
    const bundle = await openBundle(path, limits, report);
    try {
      const manifest = await readManifest(bundle, report, limits);
      if (!Object.keys(fileColumns).some((name) => bundle.names.includes(name)))
        throw new RosterBundleUnreadable(
          'no-roster-file',
          'The bundle holds no file of a OneRoster CSV export, as in users.csv or orgs.csv.',
        );
      for (const name of ['orgs.csv', 'users.csv', 'classes.csv', 'enrollments.csv'])
        if (!bundle.names.includes(name))
          report.note(name, 'file-missing', 'The bundle has no such file; what is known of it stays.');
      const reading = new FileReading(bundle, manifest, limits, report, sink, onProgress);
      const told = await readAll(reading);
      const known = new Set<string>([...Object.keys(fileColumns), 'manifest.csv', ...unreadFiles]);
      for (const name of bundle.names)
        if (!known.has(name))
          report.note(
            printableName(bundle.spelledAs(name)),
            'file-unknown',
            'This file is not known here and was not read.',
          );
      return {
        told,
        version: manifest.version,
        fileNames: Object.fromEntries(Object.keys(fileColumns).map((name) => [name, bundle.spelledAs(name)])),
        report: report.build(manifest.version),
      };
    } finally {
      bundle.close();
    }
  },
});
