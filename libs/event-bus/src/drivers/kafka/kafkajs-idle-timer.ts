import { createRequire } from 'node:module';

interface RequestQueue {
  pending: readonly unknown[];
  throttledUntil: number;
  scheduleCheckPendingRequests(): void;
}

let stopped = false;

/**
 * kafkajs 2.2.4 looks for pending requests every millisecond for as long as a connection lives, even when there are
 * none (a negative time-out, 2 % of a core for each process). Every request that becomes pending schedules its own
 * look, so the idle ones can be left out.
 */
export function stopIdleTimer(): void {
  if (stopped) return;
  stopped = true;
  const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue/index.js') as {
    prototype: RequestQueue;
  };
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
}
