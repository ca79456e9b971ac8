import { LRUCache } from 'lru-cache';
import type { Clock } from '../../clock.js';

interface Allowance {
  left: number;
  countedAtMs: number;
}

const secondsPerMinute = 60;

/**
 * How often each of many may ask: an allowance of `perMinute` that fills up evenly, so that a burst after a quiet minute
 * passes and a steady flood does not. Remembers `keysMax` of them, those seen last; who is forgotten begins anew.
 */
export class Allowances {
  private readonly allowances: LRUCache<string, Allowance>;

  constructor(
    private readonly perMinute: number,
    private readonly clock: Clock,
    keysMax = 50_000,
  ) {
    this.allowances = new LRUCache({ max: keysMax });
  }

  /** Takes one. @returns undefined when there was one, else whole seconds until there will be */
  take(key: string): number | undefined {
    const nowMs = this.clock.now().getTime();
    const { left, countedAtMs } = this.allowances.get(key) ?? { left: this.perMinute, countedAtMs: nowMs };
    const perSecond = this.perMinute / secondsPerMinute;
    const filled = Math.min(this.perMinute, left + (Math.max(0, nowMs - countedAtMs) / 1000) * perSecond);
    const taken = filled >= 1;
    this.allowances.set(key, { left: taken ? filled - 1 : filled, countedAtMs: nowMs });
    return taken ? undefined : Math.max(1, Math.ceil((1 - filled) / perSecond));
  }
}
