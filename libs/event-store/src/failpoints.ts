/** Where a test can make the process die. Off in production: start-up refuses them there. */
export const failpointNames = [
  'append.before-log-head',
  'append.before-commit',
  'append.after-commit-before-answer',
  'consumer.before-effect',
  'consumer.after-effect-before-commit',
  'consumer.after-commit',
  'relay.before-send',
  'relay.after-send-before-record',
  'delivery.after-claim-before-send',
  'delivery.after-send-before-record',
  'webhook.after-send-before-record',
  'roster-import.between-chunks',
] as const;

export type FailpointName = (typeof failpointNames)[number];

const armed = new Map<string, number>();

const readEnvironment = (): void => {
  for (const entry of (process.env['SIGHTLINE_FAILPOINTS'] ?? '').split(',').filter(Boolean)) {
    const [name = '', passes = '1'] = entry.split(':');
    armed.set(name, Number(passes));
  }
};
readEnvironment();

/** Costs one size check when nothing is armed. */
export const failpoint = (name: FailpointName): void => {
  if (armed.size === 0) return;
  const left = armed.get(name);
  if (left === undefined) return;
  if (left > 1) {
    armed.set(name, left - 1);
    return;
  }
  process.kill(process.pid, 'SIGKILL');
  // The signal arrives asynchronously; nothing after this point may happen.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000);
};
