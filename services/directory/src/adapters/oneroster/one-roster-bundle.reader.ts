import { RosterBundleUnreadable, type RosterBundleReader } from '../../application/ports.js';
import { defaultBundleLimits, type BundleLimits } from './bundle-limits.js';
import { collectDemographics, collectEnrollments } from './collect-enrollments.js';
import { collectGuardians } from './collect-guardians.js';
import { collectRoles, collectUsers } from './collect-people.js';
import { collectClasses, collectOrgs, collectSessions, type Collect } from './collect-places.js';
import { collectRelations } from './collect-relations.js';
import { fileColumns, unreadFiles, type RosterFileName } from './file-columns.js';
import { openBundle, type OpenBundle } from './open-bundle.js';
import { readManifest, type Manifest } from './read-manifest.js';
import { readRows } from './read-rows.js';
import { ReportBuilder } from './report-builder.js';
import { RosterDraft } from './roster-draft.js';

type Told = 'absent' | 'whole' | 'part';

/** Reads files in an order in which each refers only to what was read before. */
class BundleReading {
  constructor(
    private readonly bundle: OpenBundle,
    private readonly manifest: Manifest,
    private readonly limits: BundleLimits,
    private readonly report: ReportBuilder,
    private readonly draft: RosterDraft,
  ) {}

  /** How much the file told: a file that could not be read to its end never counts as the whole list. */
  async read(
    name: RosterFileName,
    collectorFor: (file: string, draft: RosterDraft, report: ReportBuilder) => Collect,
  ): Promise<Told> {
    const mode = this.manifest.modeOf(name);
    if (mode === 'absent') return 'absent';
    const collect = collectorFor(this.bundle.spelledAs(name), this.draft, this.report);
    const outcome = await readRows(this.bundle, name, fileColumns[name], this.limits, this.report, collect);
    if (outcome === 'unusable') return 'absent';
    return mode === 'bulk' && outcome === 'whole' ? 'whole' : 'part';
  }

  async readAll(): Promise<void> {
    const { draft, manifest, bundle, report } = this;
    await this.read('orgs.csv', collectOrgs);
    await this.read('academicsessions.csv', collectSessions);
    const classes = await this.read('classes.csv', collectClasses);
    const rolesInUsers = manifest.version === '1.1';
    const users = await this.read('users.csv', (file) => collectUsers(file, rolesInUsers, draft, report));
    const roles = await this.readRoles(rolesInUsers, users);
    collectGuardians(bundle.spelledAs('users.csv'), draft, report);
    const demographics = await this.read('demographics.csv', collectDemographics);
    const enrollments = await this.read('enrollments.csv', collectEnrollments);
    const relations = await this.read('relations.csv', collectRelations);

    const named = (told: Told): 'absent' | 'whole' | 'named' => (told === 'part' ? 'named' : told);
    const rows = (told: Told): 'absent' | 'whole' | 'rows' => (told === 'part' ? 'rows' : told);
    draft.coverage.people = named(users);
    draft.coverage.groups = named(classes);
    draft.coverage.roles = rolesInUsers ? named(roles) : rows(roles);
    draft.coverage.birthDates = named(demographics);
    draft.coverage.members = rows(enrollments);
    draft.coverage.relations = named(relations);
    this.noteUnread();
  }

  private async readRoles(rolesInUsers: boolean, users: Told): Promise<Told> {
    if (rolesInUsers) return users;
    const own = await this.read('roles.csv', collectRoles);
    const inProfiles = await this.read('userprofiles.csv', collectRoles);
    if (own !== 'absent') return inProfiles === 'part' ? 'part' : own;
    return [...this.draft.roles.keys()].length > 0 ? inProfiles : 'absent';
  }

  private noteUnread(): void {
    const read = new Set<string>([...Object.keys(fileColumns), 'manifest.csv']);
    for (const name of this.bundle.names)
      if (!read.has(name) && !unreadFiles.has(name))
        this.report.note(
          this.bundle
            .spelledAs(name)
            .replace(/[^\x20-\x7e]/g, '?')
            .slice(0, 120),
          'file-unknown',
          'This file is not known here and was not read.',
        );
  }
}

/** Takes the good rows of a OneRoster 1.1 or 1.2 CSV bundle and lists the bad ones; streams, so that memory follows the people, not the bytes. */
export const oneRosterBundleReader = (limits: BundleLimits = defaultBundleLimits): RosterBundleReader => ({
  async read(path) {
    const report = new ReportBuilder(limits.reportEntriesMax);
    const bundle = await openBundle(path, limits, report);
    try {
      const manifest = await readManifest(bundle, report, limits);
      const isPart = (name: string): boolean => manifest.modeOf(name) !== 'bulk';
      const draft = new RosterDraft({
        people: isPart('users.csv'),
        groups: isPart('classes.csv'),
        buildings: isPart('orgs.csv'),
      });
      if (!Object.keys(fileColumns).some((name) => bundle.names.includes(name)))
        throw new RosterBundleUnreadable(
          'no-roster-file',
          'The bundle holds no file of a OneRoster CSV export, as in users.csv or orgs.csv.',
        );
      for (const name of ['orgs.csv', 'users.csv', 'classes.csv', 'enrollments.csv'])
        if (!bundle.names.includes(name))
          report.note(name, 'file-missing', 'The bundle has no such file; what is known of it stays.');
      await new BundleReading(bundle, manifest, limits, report, draft).readAll();
      return { snapshot: draft.snapshot(), report: report.build(manifest.version) };
    } finally {
      bundle.close();
    }
  },
});
