import type { Decider } from '@sightline/decider';
import type {
  AlertsCommand,
  CancelAlerts,
  OpenAlerts,
  RecordAlertDeliveries,
  RecordUndeliverableAlerts,
} from './alerts.commands.js';
import { alertKey, evolveAlerts, initialAlerts, type AlertsFact, type AlertsState } from './alerts.js';
import { chunksOf } from './event-chunks.js';

const openAlerts = ({ command: _, alerts, ...about }: OpenAlerts, state: AlertsState): AlertsFact[] => {
  const news = new Map<string, OpenAlerts['alerts'][number]>();
  for (const alert of alerts) {
    const key = alertKey(about.occasionId, alert);
    if (!state.alerted.has(key) && !news.has(key)) news.set(key, alert);
  }
  return chunksOf([...news.values()]).map((chunk) => ({
    type: 'sightline.notification.alerts-opened.v2',
    data: { ...about, alerts: chunk },
  }));
};

const recordDeliveries = ({ deliveries }: RecordAlertDeliveries, { pending }: AlertsState): AlertsFact[] =>
  chunksOf(deliveries.filter(({ alertId }) => pending.has(alertId))).map((chunk) => ({
    type: 'sightline.notification.alerts-delivered.v1',
    data: { deliveries: chunk },
  }));

const recordUndeliverable = ({ alerts }: RecordUndeliverableAlerts, { pending }: AlertsState): AlertsFact[] =>
  chunksOf(alerts.filter(({ alertId }) => pending.has(alertId))).map((chunk) => ({
    type: 'sightline.notification.alerts-undeliverable.v1',
    data: {
      alerts: chunk.map(({ alertId, reason }) => ({ alertId, personId: pending.get(alertId)!, reason })),
    },
  }));

const cancelAlerts = ({ alertIds }: CancelAlerts, { pending }: AlertsState): AlertsFact[] =>
  chunksOf(alertIds.filter((alertId) => pending.has(alertId))).map((chunk) => ({
    type: 'sightline.notification.alerts-cancelled.v1',
    data: { alerts: chunk.map((alertId) => ({ alertId, personId: pending.get(alertId)! })) },
  }));

const decide = (command: AlertsCommand, state: AlertsState): readonly AlertsFact[] => {
  switch (command.command) {
    case 'openAlerts':
      return openAlerts(command, state);
    case 'recordAlertDeliveries':
      return recordDeliveries(command, state);
    case 'recordUndeliverableAlerts':
      return recordUndeliverable(command, state);
    case 'cancelAlerts':
      return cancelAlerts(command, state);
    default:
      return command satisfies never;
  }
};

/** Alerts to staff, each once an occasion, and what became of them (C3, C5). Refuses nothing: what comes twice, or late, finds nothing left to do. */
export const alertsDecider: Decider<AlertsState, AlertsCommand, AlertsFact> = {
  initialState: initialAlerts,
  evolve: evolveAlerts,
  decide,
};
