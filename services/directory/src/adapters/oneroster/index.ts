export { readHoldAbove } from './hold-settings.js';
export { oneRosterBundleReader } from './one-roster-bundle.reader.js';
export { oneRosterProviderReader } from './rest/one-roster-provider.reader.js';
export { readRosterProvider, type RosterProviderSettings } from './rest/provider-settings.js';
