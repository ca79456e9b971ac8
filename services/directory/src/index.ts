export { createDirectoryModule } from './directory.module.js';
