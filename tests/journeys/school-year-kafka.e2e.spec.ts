import { describeSchoolYear } from './school-year/describe-school-year.js';
import { startDistributed } from './support/start-distributed.js';

describeSchoolYear(
  'over Kafka, each service a process of its own',
  (environment) => startDistributed('kafka', environment),
  30,
);
