export { createMessagingArchiveModule } from './messaging-archive.module.js';
