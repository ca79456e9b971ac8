// npm run backup [-- <folder>]: copies the data folder (DATA_DIR), also while Sightline runs on it.
import path from 'node:path';
import { readConfiguration } from '../standalone-configuration.js';
import { runCommand, say } from './command.js';
import { timeName } from './data-folder.js';
import { takeBackup } from './take-backup.js';

await runCommand(async ([folder, ...rest]) => {
  if (rest.length > 0) throw new Error('usage: npm run backup [-- <folder that does not exist yet>]');
  const { dataDirectory } = readConfiguration(process.env);
  const now = (): Date => new Date();
  const target = path.resolve(folder ?? path.join(dataDirectory, 'backups', timeName(now())));
  const { files } = await takeBackup(dataDirectory, target, { now, say });
  const mebibytes = Math.ceil(files.reduce((sum, { bytes }) => sum + bytes, 0) / 1_048_576);
  say(`Backup: ${target} (${files.length} files, ${mebibytes} MiB). It holds every secret of the district.`);
  if (folder === undefined) say('Copy it to another computer: beside the data it is lost with the data.');
});
