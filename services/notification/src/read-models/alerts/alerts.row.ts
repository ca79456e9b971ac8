import type { AlertsOpened } from '@sightline/contracts';
import { rowProjection, type Projection, type StagedEvent } from '@sightline/event-store';

/** One alert to one candidate of one task. */
export interface AlertRow {
  readonly alert_id: string;
  readonly request_id: string;
  readonly round_id: string;
  readonly task_id: string;
  readonly person_id: string;
  readonly created_at: string;
}

type AlertEvent = Omit<StagedEvent, 'type' | 'data'> & Pick<AlertsOpened, 'type' | 'data'>;

/** Pure: the alert as it was opened. */
const evolveAlert = (_: AlertRow | undefined, event: AlertEvent, alertId: string): AlertRow => {
  const alert = event.data.alerts.find((each) => each.alertId === alertId)!;
  return {
    alert_id: alertId,
    request_id: event.data.requestId,
    round_id: event.data.roundId,
    task_id: alert.taskId,
    person_id: alert.personId,
    created_at: event.time,
  };
};

export const alertsProjection: Projection = rowProjection<AlertRow, AlertEvent>({
  table: 'alerts',
  key: 'alert_id',
  types: ['sightline.notification.alerts-opened.v1'],
  keysOf: ({ data }) => data.alerts.map(({ alertId }) => alertId),
  creates: () => true,
  evolve: evolveAlert,
});
