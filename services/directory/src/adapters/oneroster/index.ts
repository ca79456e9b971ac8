export { oneRosterBundleReader } from './one-roster-bundle.reader.js';
