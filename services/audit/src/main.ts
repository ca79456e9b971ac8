import { requiredVariable, runService } from '@sightline/service-kit';
import { createAuditModule } from './audit.module.js';

const publishedLogs = [
  'directory',
  'exception-request',
  'approval',
  'notification',
  'messaging-archive',
  'portal',
] as const;

await runService({
  service: 'audit',
  publishes: false,
  create: (context, environment) =>
    createAuditModule(context, {
      logs: publishedLogs,
      signingKeyFile: requiredVariable(environment, 'HISTORY_KEY_FILE'),
    }),
});
