/** Settings that keep a small machine's memory bounded, write what was promised to disk, and keep student data out of the log. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  password_encryption: 'scram-sha-256',
  max_connections: '60',
  shared_buffers: '64MB',
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  wal_buffers: '4MB',
  max_wal_size: '512MB',
  temp_file_limit: '2GB',
  huge_pages: 'off',
  io_method: 'sync',
  jit: 'off',
  autovacuum_max_workers: '2',
  max_worker_processes: '2',
  max_parallel_workers: '0',
  max_parallel_workers_per_gather: '0',
  max_wal_senders: '0',
  // One, by which a backup keeps the log that it needs for as long as it takes.
  max_replication_slots: '1',
  max_logical_replication_workers: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  // Statements, parameters and the key values of a violated constraint would carry names and addresses.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_statement: 'none',
  log_checkpoints: 'off',
  logging_collector: 'off',
} as const;

/** `-c name=value` for each setting; a caller's own come last and win. */
export const settingArguments = (extra: Readonly<Record<string, string>>): string[] =>
  Object.entries({ ...settings, ...extra }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
