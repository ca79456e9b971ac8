import { readCopyMail } from '@sightline/service-kit';
import path from 'node:path';
import type { ArchiveSettings } from './open-archive.js';

/**
 * `ARCHIVE_DIR` is the folder; `ARCHIVE_MASTER_KEY_FILE` the master key when it lies elsewhere; `DISTRICT_COUNTRY_CODE`
 * (1) the country of telephone numbers that name none. `COPY_SMTP_PORT` (2525; `off` takes no mail) and `COPY_SMTP_HOST`
 * (127.0.0.1) are the mail server's, `COPY_DOMAIN` (copies.localhost) what stands behind the @ of copy addresses, and
 * `COPY_AUTHSERV_ID` the name under which the district's receiving server says whether a sender is genuine.
 * @throws RangeError when the country code is none, InvalidEnvironment when the port or the domain is none
 */
export const readArchiveSettings = (environment: NodeJS.ProcessEnv, folder: string): ArchiveSettings => {
  const countryCode = environment['DISTRICT_COUNTRY_CODE'] ?? '1';
  if (!/^[1-9]\d{0,2}$/.test(countryCode))
    throw new RangeError('DISTRICT_COUNTRY_CODE must be a number, as in 1 or 34');
  return {
    blobFolder: path.join(folder, 'blobs'),
    masterKeyFile: environment['ARCHIVE_MASTER_KEY_FILE'] ?? path.join(folder, 'master.key'),
    countryCode,
    mail: {
      host: environment['COPY_SMTP_HOST'] ?? '127.0.0.1',
      ...readCopyMail(environment),
      authservId: environment['COPY_AUTHSERV_ID'] || null,
    },
  };
};
