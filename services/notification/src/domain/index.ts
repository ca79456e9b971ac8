export { phaseOf } from './coverage.js';
export type { CoverageFact, CoverageState, Exclusion, Gap, Notice, UndeliverableReason } from './coverage.js';
export type {
  CoverageCommand,
  GuardianToTell,
  OpenNotices,
  RecordDeliveries,
  RecordUndeliverable,
  ReopenNotices,
} from './coverage.commands.js';
export { coverageDecider } from './coverage.decider.js';
export type { AlertsFact, AlertsState } from './alerts.js';
export type { AlertsCommand, OpenAlerts, RecordUndeliverableAlerts } from './alerts.commands.js';
export { alertsDecider } from './alerts.decider.js';
