import { requiredVariable, runService } from '@sightline/service-kit';
import { createMessagingArchiveModule } from './messaging-archive.module.js';
import { readArchiveSettings } from './archive-settings.js';

await runService({
  service: 'messaging-archive',
  publishes: true,
  create: async (context, environment) => {
    const service = await createMessagingArchiveModule(context, {
      archive: readArchiveSettings(environment, requiredVariable(environment, 'ARCHIVE_DIR')),
    });
    return {
      ...service,
      async start() {
        const port = await service.listenForCopies();
        context.logger.info(port === null ? 'no copies are taken by mail' : `copies are taken by mail on port ${port}`);
      },
    };
  },
});
