import type { LogName } from '@sightline/contracts';
import { KafkaBus, PostgresBus, type EventBus } from '../index.js';

/** A bus in words, so that a process of its own can make it. */
export type BusDescription =
  | { readonly driver: 'postgres'; readonly logs: Readonly<Partial<Record<LogName, string>>> }
  | { readonly driver: 'kafka'; readonly brokers: readonly string[]; readonly topicPrefix: string };

export const busFrom = (description: BusDescription): EventBus =>
  description.driver === 'postgres'
    ? new PostgresBus({ logs: description.logs, acrossProcesses: true })
    : new KafkaBus({ kafka: { brokers: description.brokers }, topicPrefix: description.topicPrefix });
