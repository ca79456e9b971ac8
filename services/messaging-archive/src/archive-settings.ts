import path from 'node:path';
import type { ArchiveSettings } from './open-archive.js';

/**
 * `ARCHIVE_DIR` is the folder; `ARCHIVE_MASTER_KEY_FILE` the master key when it lies elsewhere; `DISTRICT_COUNTRY_CODE`
 * (1) the country of telephone numbers that name none.
 * @throws RangeError when the country code is none
 */
export const readArchiveSettings = (environment: NodeJS.ProcessEnv, folder: string): ArchiveSettings => {
  const countryCode = environment['DISTRICT_COUNTRY_CODE'] ?? '1';
  if (!/^[1-9]\d{0,2}$/.test(countryCode))
    throw new RangeError('DISTRICT_COUNTRY_CODE must be a number, as in 1 or 34');
  return {
    blobFolder: path.join(folder, 'blobs'),
    masterKeyFile: environment['ARCHIVE_MASTER_KEY_FILE'] ?? path.join(folder, 'master.key'),
    countryCode,
  };
};
