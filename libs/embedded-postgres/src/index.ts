export type { EmbeddedPostgresOptions, RunningPostgres } from './embedded-postgres.js';
export { startEmbeddedPostgres } from './embedded-postgres.js';
export { stopOrphanedServer } from './orphaned-server.js';
export { backUpCluster, runningServerUrl, type ClusterBackup } from './cluster-backup.js';
export { adoptCluster } from './cluster-restore.js';
export { copyTree, readThrough, type CopiedFile } from './copy-tree.js';
export { DataFolderInUse, lockDataFolder, type DataFolderLock } from './data-folder-lock.js';
export type { ServiceDatabase } from './service-databases.js';
export {
  dropDatabase,
  ensureDatabase,
  grantLogReader,
  logReaderRole,
  serviceDatabaseNames,
  urlForRole,
  urlOfDatabase,
} from './service-databases.js';
export { findFreePort, isPortFree } from './free-port.js';
export type { ProcessIdentity } from './process-identity.js';
export { identifyProcess, isSameProcessAlive, signalProcess, waitUntilGone } from './process-identity.js';
