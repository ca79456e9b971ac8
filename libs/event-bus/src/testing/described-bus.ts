import type { LogName } from '@sightline/contracts';
import { PostgresBus, type EventBus } from '../index.js';

/** A bus in words, so that a process of its own can make it. */
export type BusDescription = {
  readonly driver: 'postgres';
  readonly logs: Readonly<Partial<Record<LogName, string>>>;
};

export const busFrom = (description: BusDescription): EventBus =>
  new PostgresBus({ logs: description.logs, acrossProcesses: true });
