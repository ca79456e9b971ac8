// npm run restore -- <backup>: puts a backup in the place of the data folder (DATA_DIR), on which nothing may run.
// npm run restore -- --release-mail: lets the mail go that a restore has held, while Sightline runs.
import path from 'node:path';
import { readConfiguration } from '../standalone-configuration.js';
import { runCommand, say } from './command.js';
import { releaseMail } from './release-mail.js';
import { restoreBackup } from './restore-backup.js';

await runCommand(async ([backup, ...rest]) => {
  if (backup === undefined || rest.length > 0)
    throw new Error('usage: npm run restore -- <folder of a backup>, or npm run restore -- --release-mail');
  const { dataDirectory, districtTimeZone } = readConfiguration(process.env);
  if (backup === '--release-mail') return say(`${await releaseMail(dataDirectory)} mails go out now`);
  const restored = await restoreBackup(path.resolve(backup), dataDirectory, {
    ...{ now: () => new Date(), say, districtTimeZone },
  });
  for (const [log, epoch] of Object.entries(restored.epochs)) say(`  ${log}: epoch ${epoch}`);
  if (restored.replaced) say(`What was in the data folder before lies in ${restored.replaced}`);
  if (restored.heldMails.length > 0)
    say(
      `${restored.heldMails.length} mails are held: after the backup was taken they may have been sent. Look for their Message-IDs in ` +
        'the log of the mail server; to send them (again), start Sightline and run npm run restore -- --release-mail',
    );
  for (const id of restored.heldMails) say(`  held: ${id}`);
  say(`Restored into ${dataDirectory}`);
});
