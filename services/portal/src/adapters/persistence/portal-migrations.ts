import { CreateSessions1764000000000 } from './migrations/1764000000000-sessions.js';
import { CreateProviderRecords1764000000001 } from './migrations/1764000000001-provider-records.js';
import { Webhooks1764300000000 } from './migrations/1764300000000-webhooks.js';

/** The whole schema of the portal's own database. */
export const portalMigrations = [
  CreateSessions1764000000000,
  CreateProviderRecords1764000000001,
  Webhooks1764300000000,
] as const;
