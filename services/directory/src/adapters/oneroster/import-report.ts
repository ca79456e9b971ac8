/** Refused: a file, row or link that was not taken. Note: it was taken, or left out on purpose, and this is how. */
export type ReportSeverity = 'refused' | 'note';

export const reportCodes = {
  'agent-not-a-family-pair': 'refused',
  'agent-unknown': 'refused',
  'column-missing': 'refused',
  'date-unreadable': 'refused',
  'duplicate-file': 'refused',
  'duplicate-row': 'refused',
  'field-too-long': 'refused',
  'file-damaged': 'refused',
  'file-encrypted': 'refused',
  'file-missing': 'refused',
  'file-name-unsafe': 'refused',
  'file-symlink': 'refused',
  'file-too-large': 'refused',
  'nul-byte': 'refused',
  'quote-broken': 'refused',
  'reference-unknown': 'refused',
  'rest-unread': 'refused',
  'row-too-long': 'refused',
  'too-many-columns': 'refused',
  'value-missing': 'refused',
  'value-unknown': 'refused',
  'wrong-number-of-columns': 'refused',
  'absence-not-trusted': 'note',
  'column-ignored': 'note',
  'column-refused': 'note',
  'encoding-assumed': 'note',
  'file-ignored': 'note',
  'manifest-missing': 'note',
  'manifest-unclear': 'note',
  'not-current': 'note',
  'restriction-read-strictly': 'note',
  'role-missing': 'note',
  'staff-as-guardian': 'note',
} as const satisfies Record<string, ReportSeverity>;
export type ReportCode = keyof typeof reportCodes;

/** One line of the report. `message` says what to do and quotes no value of the file. */
export interface ReportEntry {
  readonly file: string;
  /** The physical line where the row starts, from 1; null when the whole file is meant. */
  readonly line: number | null;
  readonly column: string | null;
  readonly code: ReportCode;
  readonly message: string;
  readonly severity: ReportSeverity;
}

export interface FileCounts {
  /** Rows below the header. */
  readonly seen: number;
  readonly taken: number;
  readonly refused: number;
}

export interface ImportReport {
  readonly version: '1.1' | '1.2';
  /** The first entries, at most as many as the limits allow. */
  readonly entries: readonly ReportEntry[];
  /** Entries that found no room. */
  readonly entriesLeftOut: number;
  readonly countsByCode: Readonly<Partial<Record<ReportCode, number>>>;
  readonly files: Readonly<Record<string, FileCounts>>;
}

/** Gathers a report while a bundle is read; bounded however bad the bundle is. */
export class ReportBuilder {
  private readonly entries: ReportEntry[] = [];
  private readonly counts = new Map<ReportCode, number>();
  private readonly files = new Map<string, { seen: number; taken: number; refused: number }>();
  private leftOut = 0;

  constructor(private readonly entriesMax: number) {}

  add(code: ReportCode, file: string, message: string, at: { line?: number; column?: string } = {}): void {
    this.counts.set(code, (this.counts.get(code) ?? 0) + 1);
    if (this.entries.length >= this.entriesMax) {
      this.leftOut += 1;
      return;
    }
    const { line = null, column = null } = at;
    this.entries.push({ file, line, column, code, message, severity: reportCodes[code] });
  }

  countsOf(file: string): { seen: number; taken: number; refused: number } {
    let counts = this.files.get(file);
    if (!counts) this.files.set(file, (counts = { seen: 0, taken: 0, refused: 0 }));
    return counts;
  }

  finish(version: '1.1' | '1.2'): ImportReport {
    return {
      version,
      entries: this.entries,
      entriesLeftOut: this.leftOut,
      countsByCode: Object.fromEntries(this.counts),
      files: Object.fromEntries(this.files),
    };
  }
}
