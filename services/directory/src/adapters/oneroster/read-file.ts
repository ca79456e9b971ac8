import type { HeldPart, RosterSink, StagedName, Told } from '../../application/staged-rows.js';
import type { ReadingProgress } from '../../application/ports.js';
import type { BundleLimits } from './bundle-limits.js';
import { isToBeDeleted } from './cell-values.js';
import type { Collect, Collecting } from './collect-places.js';
import { fileColumns, type RosterFileName } from './file-columns.js';
import type { OpenBundle } from './open-bundle.js';
import type { Manifest } from './read-manifest.js';
import { readRows } from './read-rows.js';
import type { ReportBuilder } from './report-builder.js';

const idLengthMax = 255;
const progressEveryRows = 20_000;

export type FileTold = Told;

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
  'relationships.csv': 'userSourcedId',
};

const heldParts: Readonly<Partial<Record<RosterFileName, readonly HeldPart[]>>> = {
  'classes.csv': ['groups'],
  'users.csv': ['people', 'roles'],
  'roles.csv': ['roles'],
  'userprofiles.csv': ['roles'],
  'demographics.csv': ['birthDates'],
  'enrollments.csv': ['members'],
  'relations.csv': ['relations'],
  'relationships.csv': ['relations'],
};

/** Reads one file after the other of an open bundle. */
export class FileReading {
  private readonly counts = new Map<StagedName, number>();

  constructor(
    readonly bundle: OpenBundle,
    readonly manifest: Manifest,
    private readonly limits: BundleLimits,
    private readonly report: ReportBuilder,
    private readonly sink: RosterSink,
    private readonly onProgress: (progress: ReadingProgress) => void,
  ) {}

  /** How many rows of a kind found their place so far. */
  staged(name: StagedName): number {
    return this.counts.get(name) ?? 0;
  }

  /**
   * How much the file told. It counts as the whole list only when that is certain: read to its end, not empty, each row
   * taken or held back under an id.
   */
  async read(name: RosterFileName, collectorFor: (collecting: Collecting) => Collect): Promise<FileTold> {
    const mode = this.manifest.modeOf(name);
    if (mode === 'absent') return 'absent';
    const { report, sink, limits } = this;
    const file = this.bundle.spelledAs(name);
    const counting: RosterSink = {
      stage: (table, row) => {
        this.counts.set(table, this.staged(table) + 1);
        sink.stage(table, row);
      },
      hold: (part, id) => sink.hold(part, id),
      settled: () => sink.settled(),
    };
    const collect = collectorFor({ file, sink: counting, report });
    let heldRows = 0;
    let rows = 0;
    let whole = true;
    const outcome = await readRows(this.bundle, name, fileColumns[name], limits, report, {
      take: (row) => {
        rows += 1;
        if (rows % progressEveryRows === 0) this.onProgress({ file, rows });
        const taken = collect(row);
        if (!taken && row.get(subjectColumns[name]) === '') whole = false;
        const gone = isToBeDeleted(row.get('status'));
        if (gone === undefined)
          report.note(
            file,
            'status-unknown',
            'A status is active or tobedeleted; the row was taken as active.',
            row.line,
          );
        if (mode === 'unsaid' && gone) whole = false;
        return taken;
      },
      hold: (cells) => {
        heldRows += 1;
        if (heldRows > limits.heldRowsMax) return;
        for (const part of heldParts[name] ?? [])
          for (const cell of cells) if (cell.length <= idLengthMax) sink.hold(part, cell.trim());
      },
      settled: () => sink.settled(),
    });
    this.onProgress({ file, rows });
    if (outcome === 'unusable') return 'absent';
    const told = mode !== 'delta' && outcome === 'whole' && whole && heldRows <= limits.heldRowsMax ? 'whole' : 'part';
    report.listIs(file, told);
    if (told === 'part' && mode !== 'delta')
      report.note(
        file,
        'list-not-whole',
        'It cannot be the whole list, as the manifest or its rows show or as rows could not be read; nothing was removed for being absent from it.',
      );
    return told;
  }
}
