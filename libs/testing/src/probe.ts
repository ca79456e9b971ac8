import { inspect } from 'node:util';

export interface ProbeTimes {
  readonly timeoutMs?: number;
  readonly everyMs?: number;
}

/** What was waited for did not come; the message tells what was seen last. */
export class ProbeTimedOut extends Error {
  constructor(
    timeoutMs: number,
    readonly lastSeen: string,
    options?: ErrorOptions,
  ) {
    super(`not so within ${timeoutMs} ms; last seen: ${lastSeen}`, options);
    this.name = 'ProbeTimedOut';
  }
}

/** A look that never answers must not outlive the time-out. */
const within = async <Seen>(look: Promise<Seen>, ms: number): Promise<Seen> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the probe itself did not answer')), ms);
  });
  try {
    return await Promise.race([look, late]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Looks again and again until `check` accepts what the probe saw, and answers it. A check accepts by answering anything but
 * `false`, so it may be a predicate or a function with `expect`s; whatever probe or check throws counts as "not yet".
 * @param times both in milliseconds: `timeoutMs` 10 000, `everyMs` 25
 * @throws ProbeTimedOut saying what was seen last, with the last error as its cause
 */
export const eventually = async <Seen>(
  probe: () => Promise<Seen> | Seen,
  check: (seen: Seen) => unknown,
  { timeoutMs = 10_000, everyMs = 25 }: ProbeTimes = {},
): Promise<Seen> => {
  const deadline = performance.now() + timeoutMs;
  let lastSeen = 'nothing yet';
  for (;;) {
    let lastError: unknown;
    try {
      const seen = await within(Promise.resolve().then(probe), Math.max(1, deadline - performance.now()));
      lastSeen = inspect(seen, { depth: 6, maxArrayLength: 20, maxStringLength: 2_000 });
      if ((await check(seen)) !== false) return seen;
    } catch (error) {
      lastError = error;
    }
    if (performance.now() >= deadline) {
      const reason = lastError instanceof Error ? `${lastSeen} (${lastError.message})` : lastSeen;
      throw new ProbeTimedOut(timeoutMs, reason, { cause: lastError });
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
};
