export type { TestDatabase } from './postgres-database.js';
export { testDatabase } from './postgres-database.js';
export type { ProbeTimes } from './probe.js';
export { eventually, ProbeTimedOut } from './probe.js';
export type { ClockStep, TestClock } from './test-clock.js';
export { testClock } from './test-clock.js';
export { deterministicIds } from './deterministic-ids.js';
export type { TestPostgresServer } from './test-postgres-server.js';
export { startTestPostgresServer } from './test-postgres-server.js';
