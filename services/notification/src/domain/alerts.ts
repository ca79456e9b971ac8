import type { AlertsOpened, FactOf } from '@sightline/contracts';

export type AlertsFact = FactOf<AlertsOpened>;

/** Who has been alerted to which task of a round. */
export interface AlertsState {
  /** `<personId>/<taskId>` */
  readonly alerted: ReadonlySet<string>;
}

export const initialAlerts: AlertsState = { alerted: new Set() };

export const alertKey = ({ personId, taskId }: { readonly personId: string; readonly taskId: string }): string =>
  `${personId}/${taskId}`;

export const evolveAlerts = (state: AlertsState, fact: AlertsFact): AlertsState => ({
  alerted: new Set([...state.alerted, ...fact.data.alerts.map(alertKey)]),
});
