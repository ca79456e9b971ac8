export type { CoverageFact, CoverageState, Gap, Notice, UndeliverableReason } from './coverage.js';
export type {
  CoverageCommand,
  GuardianToTell,
  OpenNotices,
  RecordDeliveries,
  RecordUndeliverable,
} from './coverage.commands.js';
export { coverageDecider } from './coverage.decider.js';
export type { AlertsFact, AlertsState } from './alerts.js';
export { alertsDecider, type OpenAlerts } from './alerts.decider.js';
