import { describeSchoolYear } from './school-year/describe-school-year.js';
import { startStandalone } from './support/start-standalone.js';

describeSchoolYear('in one process', startStandalone, 60);
