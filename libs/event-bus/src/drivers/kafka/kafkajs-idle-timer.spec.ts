import { describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import { stopIdleTimer } from './kafkajs-idle-timer.js';

interface Queue {
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
  maybeThrottle(milliseconds: number): void;
  destroy(): void;
}
const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue/index.js') as new (
  options: object,
) => Queue;
const queue = () => new RequestQueue({ requestTimeout: 100, logger: { debug: () => undefined } });

describe('kafkajs with its idle timer stopped', () => {
  it('sets no timer while nothing is pending, but still one while the broker throttles', () => {
    const before = queue();
    before.checkPendingRequests();
    expect(before.throttleCheckTimeoutId).not.toBeNull();
    before.destroy();

    stopIdleTimer();
    stopIdleTimer();
    const idle = queue();
    idle.checkPendingRequests();
    expect(idle.throttleCheckTimeoutId).toBeNull();
    idle.maybeThrottle(1_000);
    idle.checkPendingRequests();
    expect(idle.throttleCheckTimeoutId).not.toBeNull();
    idle.destroy();
  });
});
