export { sampleDistrictBundle, samplePeople } from './adapters/sample-district/index.js';
export { createDirectoryModule } from './directory.module.js';
