import { defaultBundleLimits, type BundleLimits } from './bundle-limits.js';
import type { OpenBundle } from './open-bundle.js';
import { readRows } from './read-rows.js';
import type { ReportBuilder } from './report-builder.js';

export interface Manifest {
  readonly version: '1.1' | '1.2';
  /**
   * What the manifest says of a file that is there. `unsaid`: a blank or missing word; the rows show what it is. A
   * manifest that cannot be read, or that calls a file absent that is there, vouches for no whole list: `delta`.
   */
  modeOf(file: string): 'absent' | 'bulk' | 'delta' | 'unsaid';
}

/** Reads `manifest.csv`; without one the files themselves say what the bundle is. */
export async function readManifest(
  bundle: OpenBundle,
  report: ReportBuilder,
  limits: BundleLimits = defaultBundleLimits,
): Promise<Manifest> {
  const words = new Map<string, string>();
  const isThere = bundle.names.includes('manifest.csv');
  let vouches = true;
  if (isThere) {
    const outcome = await readRows(
      bundle,
      'manifest.csv',
      { required: ['propertyName', 'value'], optional: [] },
      limits,
      report,
      {
        take: (row) => {
          words.set(row.get('propertyName').toLowerCase(), row.get('value').toLowerCase());
          return true;
        },
        hold: () => {
          vouches = false;
        },
      },
    );
    vouches &&= outcome === 'whole' || outcome === 'empty';
  } else
    report.note(
      'manifest.csv',
      'file-missing',
      'The bundle has no manifest; a file without a row to be deleted was taken as bulk.',
    );

  const stated = words.get('oneroster.version') ?? '';
  const version =
    stated.startsWith('1.2') ||
    (stated === '' && ['roles.csv', 'userprofiles.csv'].some((name) => bundle.names.includes(name)))
      ? '1.2'
      : '1.1';
  if (stated !== '' && stated !== '1.1' && stated !== '1.2' && stated !== '1.2.0' && stated !== '1.1.0')
    report.note(
      'manifest.csv',
      'version-unknown',
      `The version is not known here; the bundle was read as OneRoster ${version}.`,
    );
  return {
    version,
    modeOf(file) {
      if (!bundle.names.includes(file)) return 'absent';
      if (!vouches) return 'delta';
      const word = words.get(`file.${file.replace(/\.csv$/, '')}`) ?? '';
      if (word === 'bulk') return 'bulk';
      return word === '' ? 'unsaid' : 'delta';
    },
  };
}
