import { RosterBundleUnreadable, type RosterBundleReader } from '../../application/ports.js';
import { defaultBundleLimits, type BundleLimits } from './bundle-limits.js';
import { isToBeDeleted } from './cell-values.js';
import { collectDemographics, collectEnrollments } from './collect-enrollments.js';
import { collectGuardians } from './collect-guardians.js';
import { collectRoles, collectUsers } from './collect-people.js';
import { collectClasses, collectOrgs, collectSessions, type Collect } from './collect-places.js';
import { collectRelations } from './collect-relations.js';
import { fileColumns, unreadFiles, type RosterFileName } from './file-columns.js';
import { openBundle, printableName, type OpenBundle } from './open-bundle.js';
import { readManifest, type Manifest } from './read-manifest.js';
import { readRows } from './read-rows.js';
import { ReportBuilder } from './report-builder.js';
import { RosterDraft } from './roster-draft.js';

const idLengthMax = 255;

type Told = 'absent' | 'whole' | 'part';
type CollectorFor = (file: string, draft: RosterDraft, report: ReportBuilder) => Collect;

/** The column that says of whom or what a row speaks. */
const subjectColumns: Readonly<Record<RosterFileName, string>> = {
  'orgs.csv': 'sourcedId',
  'academicsessions.csv': 'sourcedId',
  'classes.csv': 'sourcedId',
  'users.csv': 'sourcedId',
  'roles.csv': 'userSourcedId',
  'userprofiles.csv': 'userSourcedId',
  'demographics.csv': 'sourcedId',
  'enrollments.csv': 'classSourcedId',
  'relations.csv': 'sourcedId',
};

const heldBy = (name: RosterFileName, draft: RosterDraft): readonly Set<string>[] => {
  const held: Partial<Record<RosterFileName, readonly Set<string>[]>> = {
    'classes.csv': [draft.heldGroups],
    'users.csv': [draft.heldPeople, draft.heldRoles],
    'roles.csv': [draft.heldRoles],
    'userprofiles.csv': [draft.heldRoles],
    'demographics.csv': [draft.heldBirthDates],
    'enrollments.csv': [draft.heldMembers],
    'relations.csv': [draft.heldRelations],
  };
  return held[name] ?? [];
};

/** Reads files in an order in which each refers only to what was read before. */
class BundleReading {
  constructor(
    private readonly bundle: OpenBundle,
    private readonly manifest: Manifest,
    private readonly limits: BundleLimits,
    private readonly report: ReportBuilder,
    private readonly draft: RosterDraft,
  ) {}

  /**
   * How much the file told. It counts as the whole list only when that is certain: read to its end, not empty, each row
   * taken or held back under an id.
   */
  async read(name: RosterFileName, collectorFor: CollectorFor): Promise<Told> {
    const mode = this.manifest.modeOf(name);
    if (mode === 'absent') return 'absent';
    const { draft, report } = this;
    const file = this.bundle.spelledAs(name);
    const collect = collectorFor(file, draft, report);
    const held = heldBy(name, draft);
    let heldRows = 0;
    let whole = true;
    const outcome = await readRows(this.bundle, name, fileColumns[name], this.limits, report, {
      take: (row) => {
        const taken = collect(row);
        if (!taken && row.get(subjectColumns[name]) === '') whole = false;
        if (mode === 'unsaid' && isToBeDeleted(row.get('status'))) whole = false;
        return taken;
      },
      hold: (cells) => {
        heldRows += 1;
        if (heldRows > this.limits.heldRowsMax) return;
        for (const set of held) for (const cell of cells) if (cell.length <= idLengthMax) set.add(cell.trim());
      },
    });
    if (outcome === 'unusable') return 'absent';
    if (mode === 'delta') return 'part';
    if (outcome === 'whole' && whole && heldRows <= this.limits.heldRowsMax) return 'whole';
    report.note(
      file,
      'list-not-whole',
      'It cannot be the whole list, as the manifest or its rows show or as rows could not be read; nothing was removed for being absent from it.',
    );
    return 'part';
  }

  async readAll(): Promise<void> {
    const { draft, manifest, bundle, report } = this;
    draft.mayBeKnown.buildings = (await this.read('orgs.csv', collectOrgs)) !== 'whole';
    await this.read('academicsessions.csv', collectSessions);
    const classes = await this.read('classes.csv', collectClasses);
    draft.mayBeKnown.groups = classes !== 'whole';
    const rolesInUsers = manifest.version === '1.1';
    const users = await this.read('users.csv', (file) => collectUsers(file, rolesInUsers, draft, report));
    draft.mayBeKnown.people = users !== 'whole';
    const roles = await this.readRoles(rolesInUsers, users);
    draft.mayBeKnown.roles = roles !== 'whole';
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
          printableName(this.bundle.spelledAs(name)),
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
      const draft = new RosterDraft();
      if (!Object.keys(fileColumns).some((name) => bundle.names.includes(name)))
        throw new RosterBundleUnreadable(
          'no-roster-file',
          'The bundle holds no file of a OneRoster CSV export, as in users.csv or orgs.csv.',
        );
      for (const name of ['orgs.csv', 'users.csv', 'classes.csv', 'enrollments.csv'])
        if (!bundle.names.includes(name))
          report.note(name, 'file-missing', 'The bundle has no such file; what is known of it stays.');
      await new BundleReading(bundle, manifest, limits, report, draft).readAll();
      return {
        snapshot: draft.snapshot(),
        report: report.build(manifest.version),
        uncertain: draft.uncertainReferences,
      };
    } finally {
      bundle.close();
    }
  },
});
