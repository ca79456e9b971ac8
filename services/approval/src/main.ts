import { runService } from '@sightline/service-kit';
import { createApprovalModule } from './approval.module.js';

await runService({ service: 'approval', publishes: true, create: createApprovalModule });
