import { runService } from '@sightline/service-kit';
import { createMessagingArchiveModule } from './messaging-archive.module.js';

await runService({ service: 'messaging-archive', publishes: true, create: createMessagingArchiveModule });
