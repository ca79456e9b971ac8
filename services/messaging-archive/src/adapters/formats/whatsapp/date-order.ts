import type { DateOrder } from '../../../application/message-formats.js';
import type { WrittenAt } from './line-head.js';

const positions: Readonly<Record<DateOrder, readonly [number, number, number]>> = {
  'day-first': [2, 1, 0],
  'month-first': [2, 0, 1],
  'year-first': [0, 1, 2],
};

/** Year, month and day; undefined when that is no day. */
export const dateIn = (order: DateOrder, { numbers }: WrittenAt): [number, number, number] | undefined => {
  const [year, month, day] = positions[order].map((at) => numbers[at]!) as [number, number, number];
  // A year before the month is written out by every phone.
  if (order === 'year-first' && year < 100) return undefined;
  const full = year < 100 ? 2000 + year : year;
  const exists = month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(full, month, 0)).getUTCDate();
  return exists && full >= 2009 && full < 2100 ? [full, month, day] : undefined;
};

const orders: readonly DateOrder[] = ['day-first', 'month-first', 'year-first'];

/**
 * Finds out from all lines of a chat which number is the day: every date must exist, and a chat is written in the order
 * of time. Of two orders that both fit the one that goes back in time less often is taken, and none when they are equal.
 */
export class DateOrderFinder {
  private readonly trials = orders.map((order) => ({ order, wrong: 0, backwards: 0, latest: 0 }));
  private dots = 0;
  private lines = 0;

  see(at: WrittenAt): void {
    this.lines += 1;
    if (at.separator === '.') this.dots += 1;
    for (const trial of this.trials) {
      const date = dateIn(trial.order, at);
      if (!date) {
        trial.wrong += 1;
        continue;
      }
      const moment = (date[0] * 12 + date[1]) * 31 + date[2];
      if (moment < trial.latest) trial.backwards += 1;
      trial.latest = moment;
    }
  }

  /** Undefined: the chat does not tell. */
  found(): DateOrder | undefined {
    const fitting = this.trials
      .filter(({ wrong }) => wrong === 0)
      .sort((one, other) => one.backwards - other.backwards);
    const [best, second] = fitting;
    if (!best) return undefined;
    if (!second || best.backwards < second.backwards) return best.order;
    // Nobody writes 3.4.21 and means the fourth of March.
    const byDots = this.dots === this.lines && fitting.some(({ order }) => order === 'day-first');
    return byDots && best.backwards === fitting.find(({ order }) => order === 'day-first')!.backwards
      ? 'day-first'
      : undefined;
  }
}
