import type { LogName } from '@sightline/contracts';
import type { DriverUnderTest } from '../../testing/bus-bench.js';
import { describeEventBus } from '../../testing/event-bus.suite.js';
import { PostgresBus } from './postgres-bus.js';

const driver: DriverUnderTest = {
  producerSchema: [],
  patienceMs: 10_000,
  open: async (logs) => {
    const addresses: Partial<Record<LogName, string>> = Object.fromEntries(
      logs.map(({ log, connectionString }) => [log, connectionString]),
    );
    return {
      connect: () => new PostgresBus({ logs: addresses, acrossProcesses: false }),
      description: { driver: 'postgres', logs: addresses },
      breakChain: async (log) => {
        await log.pool.query('update log_head set position = position + 1');
        await log.append([{ key: 'key-0' }]);
      },
      whileProducersAreDown: (work) => work(),
      close: () => Promise.resolve(),
    };
  },
};

describeEventBus('PostgreSQL', import.meta.url, driver);
