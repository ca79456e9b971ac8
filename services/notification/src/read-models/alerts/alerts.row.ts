import type {
  AlertKind,
  AlertsCancelled,
  AlertsDelivered,
  AlertsOpened,
  AlertsOpenedV1,
  AlertsUndeliverable,
} from '@sightline/contracts';
import { rowProjection, type Projection, type StagedEvent } from '@sightline/event-store';

/** One alert to one person. */
export interface AlertRow {
  readonly alert_id: string;
  readonly kind: AlertKind;
  /** The id in its stream's subject. */
  readonly set_id: string;
  readonly case_id: string;
  readonly policy_version: string;
  /** Id of the event that opened it. */
  readonly opened_by: string;
  readonly request_id: string | null;
  readonly round_id: string | null;
  readonly task_id: string | null;
  readonly authorization_id: string | null;
  readonly about_person_id: string | null;
  readonly until: string | null;
  readonly person_id: string;
  readonly created_at: string;
  readonly status: 'pending' | 'delivered' | 'undeliverable' | 'cancelled';
  readonly delivered_at: string | null;
}

type Staged<Event extends { type: string; data: object }> = Event extends { type: infer Type; data: infer Data }
  ? Omit<StagedEvent, 'type' | 'data'> & { readonly type: Type; readonly data: Data }
  : never;
type AlertEvent = Staged<AlertsOpenedV1 | AlertsOpened | AlertsDelivered | AlertsUndeliverable | AlertsCancelled>;
type OpenedEvent = Staged<AlertsOpenedV1 | AlertsOpened>;

/** The first form of the event told of opened tasks alone. */
const detailsOf = (event: OpenedEvent): Omit<AlertsOpened['data'], 'alerts' | 'occasionId'> =>
  event.type === 'sightline.notification.alerts-opened.v2'
    ? event.data
    : {
        kind: 'task-opened',
        requestId: event.data.requestId,
        roundId: event.data.roundId,
        authorizationId: null,
        aboutPersonId: null,
        until: null,
      };

const openedAlert = (event: OpenedEvent, alertId: string): AlertRow => {
  const details = detailsOf(event);
  const alert = event.data.alerts.find((each) => each.alertId === alertId)!;
  return {
    alert_id: alertId,
    kind: details.kind,
    set_id: event.subject.slice(event.subject.indexOf('/') + 1),
    case_id: event.correlationid,
    policy_version: event.policyversion,
    opened_by: event.id,
    request_id: details.requestId,
    round_id: details.roundId,
    task_id: alert.taskId,
    authorization_id: details.authorizationId,
    about_person_id: details.aboutPersonId,
    until: details.until,
    person_id: alert.personId,
    created_at: event.time,
    status: 'pending',
    delivered_at: null,
  };
};

/** Pure: the alert after the event. */
const evolveAlert = (row: AlertRow | undefined, event: AlertEvent, alertId: string): AlertRow | null => {
  switch (event.type) {
    case 'sightline.notification.alerts-opened.v1':
    case 'sightline.notification.alerts-opened.v2':
      return openedAlert(event, alertId);
    case 'sightline.notification.alerts-delivered.v1': {
      const { at } = event.data.deliveries.find((each) => each.alertId === alertId)!;
      return row ? { ...row, status: 'delivered', delivered_at: at } : null;
    }
    case 'sightline.notification.alerts-undeliverable.v1':
      return row ? { ...row, status: 'undeliverable' } : null;
    case 'sightline.notification.alerts-cancelled.v1':
      return row ? { ...row, status: 'cancelled' } : null;
  }
};

export const alertsProjection: Projection = rowProjection<AlertRow, AlertEvent>({
  table: 'alerts',
  key: 'alert_id',
  types: [
    'sightline.notification.alerts-opened.v1',
    'sightline.notification.alerts-opened.v2',
    'sightline.notification.alerts-delivered.v1',
    'sightline.notification.alerts-undeliverable.v1',
    'sightline.notification.alerts-cancelled.v1',
  ],
  keysOf: ({ data }) =>
    ('deliveries' in data ? data.deliveries : data.alerts).map(({ alertId }: { alertId: string }) => alertId),
  creates: ({ type }) =>
    type === 'sightline.notification.alerts-opened.v1' || type === 'sightline.notification.alerts-opened.v2',
  evolve: evolveAlert,
});
