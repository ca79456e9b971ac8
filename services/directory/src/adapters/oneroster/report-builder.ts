import type { RosterReport, RosterReportEntry } from '../../application/ports.js';

interface FileCount {
  list?: 'whole' | 'part';
  rows: number;
  taken: number;
  refused: number;
}

/** Collects what happened to every row; lists the first entries and counts the rest. */
export class ReportBuilder {
  private readonly entries: RosterReportEntry[] = [];
  private readonly files = new Map<string, FileCount>();
  private readonly leftOutByCode = new Map<string, number>();

  constructor(private readonly entriesMax: number) {}

  add(entry: RosterReportEntry): void {
    if (this.entries.length < this.entriesMax) this.entries.push(entry);
    else this.leftOutByCode.set(entry.code, (this.leftOutByCode.get(entry.code) ?? 0) + 1);
  }

  refuse(file: string, line: number | undefined, column: string | undefined, code: string, message: string): void {
    this.add({
      file,
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
      code,
      message,
      severity: 'refused',
    });
  }

  note(file: string, code: string, message: string, line?: number): void {
    this.add({ file, ...(line === undefined ? {} : { line }), code, message, severity: 'note' });
  }

  /** Whether the file was taken as the whole list or as a part of it. */
  listIs(file: string, list: 'whole' | 'part'): void {
    this.fileCount(file).list = list;
  }

  /** One data row of a file, and whether it was taken. */
  count(file: string, taken: boolean): void {
    const counted = this.fileCount(file);
    counted.rows += 1;
    counted[taken ? 'taken' : 'refused'] += 1;
  }

  build(version: string): RosterReport {
    const files = [...this.files].map(([file, counted]) => ({ file, ...counted }));
    const sum = (pick: (counted: FileCount) => number): number =>
      files.reduce((total, counted) => total + pick(counted), 0);
    return {
      version,
      files,
      entries: this.entries,
      entriesLeftOut: [...this.leftOutByCode.values()].reduce((total, count) => total + count, 0),
      counts: {
        seen: sum(({ rows }) => rows),
        taken: sum(({ taken }) => taken),
        refused: sum(({ refused }) => refused),
      },
    };
  }

  private fileCount(file: string): FileCount {
    let counted = this.files.get(file);
    if (!counted) {
      counted = { rows: 0, taken: 0, refused: 0 };
      this.files.set(file, counted);
    }
    return counted;
  }
}
