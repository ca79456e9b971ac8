import { runService } from '@sightline/service-kit';
import { createDirectoryModule } from './directory.module.js';

await runService({ service: 'directory', publishes: true, create: createDirectoryModule });
