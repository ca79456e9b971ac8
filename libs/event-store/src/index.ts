import './calendar-dates.js';
export { eventStoreSchema, eventStoreSchemaDown } from './schema.js';
export type { EventContext, StreamCommand, UnitOfWork, UnitResult, StagedEvent } from './unit-of-work.js';
export { executeUnits, type ExecutedBatch, type UnitExecution } from './execute-units.js';
export { BatcherOverloaded, CommandBatcher, type CommandBatcherOptions } from './command-batcher.js';
export { rowProjection, type Projection, type RowProjectionDefinition } from './row-projection.js';
export { readLog, readLogHead, readEpochAt, loadSubject, type LogHead, type EventRow } from './read-log.js';
export { openEpoch } from './epochs.js';
export { sealWords, verifyCommitment, type ConfidentialRecord, type SealedWords } from './confidential-record.js';
export {
  CommitUnknown,
  inTransaction,
  isRetriable,
  type SendLast,
  type Transaction,
  type Queryable,
} from './transaction.js';
export { newId } from './new-id.js';
export { together } from './pipelining.js';
export { failpoint, failpointNames, type FailpointName } from './failpoints.js';
