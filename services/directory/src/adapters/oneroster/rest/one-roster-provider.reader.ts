import { ClientTokens, type Clock } from '@sightline/service-kit';
import type { RosterProviderReader } from '../../../application/ports.js';
import type { RosterSink, RosterTold, Told } from '../../../application/staged-rows.js';
import { defaultBundleLimits } from '../bundle-limits.js';
import { collectDemographics, collectEnrollments } from '../collect-enrollments.js';
import { collectRoles, collectUsers } from '../collect-people.js';
import { collectClasses, collectOrgs, collectSessions, type Collect, type Collecting } from '../collect-places.js';
import { isToBeDeleted } from '../cell-values.js';
import { ReportBuilder } from '../report-builder.js';
import { ProviderPages } from './provider-pages.js';
import { neededFields, roleRowsOf, rowOfItem, type Collection } from './provider-rows.js';
import { providerScope, type RosterProviderSettings } from './provider-settings.js';

/** Collections in an order in which each refers only to what was read before, under the names of the CSV binding. */
const files: Readonly<Record<Collection, string>> = {
  orgs: 'orgs.csv',
  academicSessions: 'academicsessions.csv',
  classes: 'classes.csv',
  users: 'users.csv',
  demographics: 'demographics.csv',
  enrollments: 'enrollments.csv',
};
const refusedFields = ['password', 'userIds', 'sex', 'white', 'asian', 'hispanicOrLatinoEthnicity', 'cityOfBirth'];

/** Users carry their roles here: what a user no longer carries is no role of his. */
const collectUsersWithRoles = (collecting: Collecting): Collect => {
  const restating: RosterSink = {
    stage: (name, row) => collecting.sink.stage(name, name === 'users' ? { ...row, restatesRoles: true } : row),
    hold: (part, id) => collecting.sink.hold(part, id),
    settled: () => collecting.sink.settled(),
  };
  return collectUsers({ ...collecting, sink: restating }, 'never');
};

const collectors: Readonly<Record<Collection, (collecting: Collecting) => Collect>> = {
  orgs: collectOrgs,
  academicSessions: collectSessions,
  classes: collectClasses,
  users: collectUsersWithRoles,
  demographics: collectDemographics,
  enrollments: collectEnrollments,
};

/** Pulls from a OneRoster 1.2 REST provider: all that is active, or what changed since a moment. */
export const oneRosterProviderReader = (settings: RosterProviderSettings, clock: Clock): RosterProviderReader => ({
  async read(since, sink, onProgress = () => undefined) {
    const report = new ReportBuilder(defaultBundleLimits.reportEntriesMax);
    const pages = new ProviderPages(
      settings.url,
      new ClientTokens({ ...settings, scope: providerScope }, clock),
      clock,
    );
    const filter = since === undefined ? `status='active'` : `dateLastModified>'${since.toISOString()}'`;
    const counts = new Map<Collection, number>();
    for (const collection of Object.keys(files) as Collection[]) {
      const collecting = { file: collection, sink, report };
      const collect = collectors[collection](collecting);
      const collectRole = collectRoles(collecting, 'roles.csv');
      const refused = new Set<string>();
      let line = 0;
      const mayBeWithheld = collection === 'demographics';
      let answered = false;
      for await (const items of pages.pages(collection, {
        filter,
        fields: neededFields[collection],
        mayBeWithheld,
      })) {
        answered = true;
        for (const item of items) {
          line += 1;
          const row = rowOfItem(item, line);
          for (const field of refusedFields) if (item[field]) refused.add(field);
          const taken = collect(row);
          report.count(collection, taken);
          if (collection === 'users' && taken && isToBeDeleted(row.get('status')) !== true)
            for (const role of roleRowsOf(item, line)) collectRole(role);
        }
        await sink.settled();
        onProgress({ file: collection, rows: line });
      }
      counts.set(collection, line);
      report.listIs(collection, since === undefined && line > 0 ? 'whole' : 'part');
      if (!answered)
        report.note(collection, 'file-missing', 'The provider does not give it; what is known of it stays.');
      if (refused.size > 0)
        report.note(collection, 'column-refused', `Not needed and never stored: ${[...refused].join(', ')}.`);
    }
    // A list of nothing is no list: an answer that is empty by mistake removes nobody.
    const told = (collection: Collection): Told =>
      counts.get(collection) === 0 ? 'absent' : since === undefined ? 'whole' : 'part';
    const toldOf: RosterTold = {
      people: told('users'),
      roles: told('users'),
      groups: told('classes'),
      birthDates: told('demographics'),
      members: told('enrollments'),
      relations: 'absent',
      contacts: 'absent',
    };
    return {
      told: toldOf,
      version: '1.2',
      fileNames: {
        'roles.csv': 'users',
        'userprofiles.csv': 'users',
        'relations.csv': 'relations',
        'relationships.csv': 'relationships',
        ...Object.fromEntries(Object.entries(files).map(([collection, file]) => [file, collection])),
      },
      report: report.build('1.2'),
    };
  },
});
