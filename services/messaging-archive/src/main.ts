import { requiredVariable, runService } from '@sightline/service-kit';
import { createMessagingArchiveModule } from './messaging-archive.module.js';
import { readArchiveSettings } from './archive-settings.js';

await runService({
  service: 'messaging-archive',
  publishes: true,
  create: (context, environment) =>
    createMessagingArchiveModule(context, {
      archive: readArchiveSettings(environment, requiredVariable(environment, 'ARCHIVE_DIR')),
    }),
});
