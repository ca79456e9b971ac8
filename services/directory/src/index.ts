export { readHoldAbove, readRosterProvider, type RosterProviderSettings } from './adapters/oneroster/index.js';
export { sampleDistrictBundle, samplePeople } from './adapters/sample-district/index.js';
export { createDirectoryModule } from './directory.module.js';
export type { HoldAbove } from './domain/index.js';
