export { createMessagingArchiveModule } from './messaging-archive.module.js';
export { readArchiveSettings } from './archive-settings.js';
export type { ArchiveSettings } from './open-archive.js';
