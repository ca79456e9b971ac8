import { sampleTables } from './sample-tables.js';
import { writeBundle } from './write-bundle.js';

export { samplePeople } from './sample-people.js';

/**
 * A made-up district of three schools as a OneRoster 1.2 CSV zip with a relations file, so that it comes in through the
 * same door as a real one. Its school year contains `today`; within one school year every call gives the same bytes.
 */
export const sampleDistrictBundle = (today: Date): Promise<Buffer> => writeBundle(sampleTables(today));
