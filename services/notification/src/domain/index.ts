export { phaseOf } from './coverage.js';
export type {
  ChannelFailure,
  CoverageFact,
  CoverageState,
  Exclusion,
  Gap,
  Notice,
  UndeliverableReason,
} from './coverage.js';
export type {
  CoverageCommand,
  GuardianToTell,
  OpenNotices,
  RecordChannelFailures,
  RecordDeliveries,
  RecordUndeliverable,
  ReopenNotices,
} from './coverage.commands.js';
export { coverageDecider } from './coverage.decider.js';
export { letterBatchDecider, type RecordLettersPosted } from './letter-batch.decider.js';
export type { AlertsFact, AlertsState } from './alerts.js';
export type { AlertsCommand, OpenAlerts, RecordUndeliverableAlerts } from './alerts.commands.js';
export { alertsDecider } from './alerts.decider.js';
export { nextTimeOfDay, quietUntil, type QuietHours } from './local-time.js';
export type { ContactChoices } from './contact-preferences.js';
export { contactPreferencesDecider, type ContactPreferencesCommand } from './contact-preferences.decider.js';
export { textReplyDecider, type AnswerTextReply, type ReceiveTextReply } from './text-reply.decider.js';
