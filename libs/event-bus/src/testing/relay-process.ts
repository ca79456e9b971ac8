import type { LogName } from '@sightline/contracts';
import pg from 'pg';
import { LogRelay } from '../index.js';

/** What the parent process passes as JSON in RELAY; failpoints come by SIGHTLINE_FAILPOINTS. */
export interface RelayProcessOptions {
  readonly log: LogName;
  readonly connectionString: string;
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
  readonly partitions: number;
  readonly batchSizeMax: number;
}

const { connectionString, brokers, ...options } = JSON.parse(process.env['RELAY'] ?? 'null') as RelayProcessOptions;
const pool = new pg.Pool({ connectionString, max: 2 });
pool.on('error', () => undefined);
new LogRelay({ ...options, pool, kafka: { brokers } }).start();
// Goes with its parent, also when that is killed.
process.stdin.on('end', () => process.exit()).resume();
