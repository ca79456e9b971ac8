import type { AlertsOpened, AlertsUndeliverable } from '@sightline/contracts';

/** One alert for each person and task; whoever was alerted to this occasion is not alerted to it again. */
export interface OpenAlerts extends Omit<AlertsOpened['data'], 'alerts'> {
  readonly command: 'openAlerts';
  readonly alerts: readonly { readonly alertId: string; readonly personId: string; readonly taskId: string | null }[];
}

/** The receiving server took their mails. */
export interface RecordAlertDeliveries {
  readonly command: 'recordAlertDeliveries';
  /** `at`: RFC 3339, UTC. */
  readonly deliveries: readonly { readonly alertId: string; readonly at: string }[];
}

export interface RecordUndeliverableAlerts {
  readonly command: 'recordUndeliverableAlerts';
  readonly alerts: readonly {
    readonly alertId: string;
    readonly reason: AlertsUndeliverable['data']['alerts'][number]['reason'];
  }[];
}

/** Nothing is left to say: decided, closed or withdrawn before the mail went. */
export interface CancelAlerts {
  readonly command: 'cancelAlerts';
  readonly alertIds: readonly string[];
}

export type AlertsCommand = OpenAlerts | RecordAlertDeliveries | RecordUndeliverableAlerts | CancelAlerts;
