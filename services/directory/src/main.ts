import { runService } from '@sightline/service-kit';
import { readHoldAbove, readRosterProvider } from './adapters/oneroster/index.js';
import { createDirectoryModule } from './directory.module.js';

await runService({
  service: 'directory',
  publishes: true,
  create: (context, environment) => {
    const provider = readRosterProvider(environment);
    return createDirectoryModule(context, { holdAbove: readHoldAbove(environment), ...(provider ? { provider } : {}) });
  },
});
