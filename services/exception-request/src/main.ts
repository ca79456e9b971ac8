import { runService } from '@sightline/service-kit';
import { createExceptionRequestModule } from './exception-request.module.js';

await runService({ service: 'exception-request', publishes: true, create: createExceptionRequestModule });
