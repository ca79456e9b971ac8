import type {
  AlertsCancelled,
  AlertsDelivered,
  AlertsOpened,
  AlertsOpenedV1,
  AlertsUndeliverable,
  FactOf,
} from '@sightline/contracts';

export type AlertsFact = FactOf<
  AlertsOpenedV1 | AlertsOpened | AlertsDelivered | AlertsUndeliverable | AlertsCancelled
>;

/** Who of a set of alerts has been alerted to what, and what became of it. */
export interface AlertsState {
  /** `<occasionId>/<personId>/<taskId>` */
  readonly alerted: ReadonlySet<string>;
  /** Not sent yet, with the person each is for. */
  readonly pending: ReadonlyMap<string, string>;
}

export const initialAlerts: AlertsState = { alerted: new Set(), pending: new Map() };

export const alertKey = (
  occasionId: string,
  { personId, taskId }: { readonly personId: string; readonly taskId: string | null },
): string => `${occasionId}/${personId}/${taskId ?? ''}`;

/** The first form of the event was about opened tasks alone, each task once. */
const occasionOfV1 = (roundId: string): string => roundId;

export const evolveAlerts = (state: AlertsState, fact: AlertsFact): AlertsState => {
  const pending = new Map(state.pending);
  switch (fact.type) {
    case 'sightline.notification.alerts-opened.v1':
    case 'sightline.notification.alerts-opened.v2': {
      const { data } = fact;
      const occasionId = 'occasionId' in data ? data.occasionId : occasionOfV1(data.roundId);
      for (const { alertId, personId } of data.alerts) pending.set(alertId, personId);
      const alerted = data.alerts.map((alert) => alertKey(occasionId, alert));
      return { alerted: new Set([...state.alerted, ...alerted]), pending };
    }
    case 'sightline.notification.alerts-delivered.v1':
      for (const { alertId } of fact.data.deliveries) pending.delete(alertId);
      return { ...state, pending };
    case 'sightline.notification.alerts-undeliverable.v1':
    case 'sightline.notification.alerts-cancelled.v1':
      for (const { alertId } of fact.data.alerts) pending.delete(alertId);
      return { ...state, pending };
  }
};
