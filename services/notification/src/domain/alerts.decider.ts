import type { Decider } from '@sightline/decider';
import { alertKey, evolveAlerts, initialAlerts, type AlertsFact, type AlertsState } from './alerts.js';
import { chunksOf } from './event-chunks.js';

/** One alert for each candidate of each task; whoever was alerted to a task is not alerted to it again. */
export interface OpenAlerts {
  readonly command: 'openAlerts';
  readonly requestId: string;
  readonly roundId: string;
  readonly alerts: readonly { readonly alertId: string; readonly personId: string; readonly taskId: string }[];
}

const openAlerts = ({ requestId, roundId, alerts }: OpenAlerts, state: AlertsState): AlertsFact[] => {
  const news = new Map<string, OpenAlerts['alerts'][number]>();
  for (const alert of alerts) {
    const key = alertKey(alert);
    if (!state.alerted.has(key) && !news.has(key)) news.set(key, alert);
  }
  return chunksOf([...news.values()]).map((chunk) => ({
    type: 'sightline.notification.alerts-opened.v1',
    data: { requestId, roundId, alerts: chunk },
  }));
};

/** Alerts to approvers when a round opens. Refuses nothing. */
export const alertsDecider: Decider<AlertsState, OpenAlerts, AlertsFact> = {
  initialState: initialAlerts,
  evolve: evolveAlerts,
  decide: openAlerts,
};
