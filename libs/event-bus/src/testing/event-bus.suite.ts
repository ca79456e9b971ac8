import { describe } from '@jest/globals';
import { benchFor, type DriverUnderTest } from './bus-bench.js';
import { describeDelivery } from './delivery.suite.js';
import { describeFencing } from './fencing.suite.js';
import { describeParking } from './parking.suite.js';
import { describeStopping } from './stopping.suite.js';

/** What the port promises (event-bus.ts), tested in the same words for every driver. */
export const describeEventBus = (name: string, specFile: string, driver: DriverUnderTest): void => {
  describe(`the event bus on ${name}`, () => {
    const bench = benchFor(specFile, driver);
    describeDelivery(bench);
    describeStopping(bench, driver.patienceMs);
    describeParking(bench, driver.patienceMs);
    describeFencing(bench, driver.patienceMs);
  });
};
