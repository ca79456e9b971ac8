import { describe, expect, it } from '@jest/globals';
import { decisionSpecification, isRefusal } from '@sightline/decider';
import type { OpenAlerts } from './alerts.commands.js';
import type { AlertsFact } from './alerts.js';
import { alertsDecider } from './alerts.decider.js';

const { given } = decisionSpecification(alertsDecider);

const about = {
  kind: 'task-opened',
  occasionId: 'round-opened',
  requestId: 'request',
  roundId: 'round',
  authorizationId: null,
  aboutPersonId: null,
  until: null,
} as const;
const open = (...alerts: OpenAlerts['alerts'][number][]): OpenAlerts => ({ command: 'openAlerts', ...about, alerts });
const opened = (...alerts: OpenAlerts['alerts'][number][]): AlertsFact => ({
  type: 'sightline.notification.alerts-opened.v2',
  data: { ...about, alerts },
});
const principal = { alertId: 'a1', personId: 'principal', taskId: 'task-1' };
const technician = { alertId: 'a2', personId: 'technician', taskId: 'task-2' };
const delivered: AlertsFact = {
  type: 'sightline.notification.alerts-delivered.v1',
  data: { deliveries: [{ alertId: 'a1', at: 'then' }] },
};
const recordDelivered = {
  command: 'recordAlertDeliveries',
  deliveries: [{ alertId: 'a1', at: 'then' }],
} as const;
const recordUndeliverable = {
  command: 'recordUndeliverableAlerts',
  alerts: [{ alertId: 'a1', reason: 'refused' }],
} as const;
const cancel = { command: 'cancelAlerts', alertIds: ['a1'] } as const;

describe('alerts to staff', () => {
  it('opens one for each person and task', () => {
    given()
      .when(open(principal, technician, { ...principal, alertId: 'a3' }))
      .then(opened(principal, technician));
  });

  it('alerts nobody to one occasion twice, and to the next one again', () => {
    given(opened(principal))
      .when(open({ ...principal, alertId: 'a4' }, technician))
      .then(opened(technician));
    given(opened(principal))
      .when(open({ ...principal, alertId: 'a4' }))
      .thenNothing();
    const reminder = {
      ...open({ ...principal, alertId: 'a5' }),
      kind: 'task-reminded',
      occasionId: 'reminded',
    } as const;
    given(opened(principal))
      .when(reminder)
      .then({
        type: 'sightline.notification.alerts-opened.v2',
        data: {
          ...{ ...about, kind: 'task-reminded', occasionId: 'reminded' },
          alerts: [{ ...principal, alertId: 'a5' }],
        },
      });
  });

  it('lists at most 500 an event', () => {
    const { decision } = given().when(
      open(
        ...Array.from({ length: 501 }, (_, index) => ({ alertId: `a${index}`, personId: `p${index}`, taskId: 'task' })),
      ),
    );
    if (isRefusal(decision)) throw new Error('refused');
    expect(decision.map(({ data }) => ('alerts' in data ? data.alerts.length : 0))).toEqual([500, 1]);
  });
});

describe('what became of an alert', () => {
  const undeliverable: AlertsFact = {
    type: 'sightline.notification.alerts-undeliverable.v1',
    data: { alerts: [{ alertId: 'a1', personId: 'principal', reason: 'refused' }] },
  };
  const cancelled: AlertsFact = {
    type: 'sightline.notification.alerts-cancelled.v1',
    data: { alerts: [{ alertId: 'a1', personId: 'principal' }] },
  };

  it('is kept once, whichever comes first', () => {
    given(opened(principal)).when(recordDelivered).then(delivered);
    given(opened(principal)).when(recordUndeliverable).then(undeliverable);
    given(opened(principal)).when(cancel).then(cancelled);
    for (const settled of [delivered, undeliverable, cancelled])
      for (const command of [recordDelivered, recordUndeliverable, cancel])
        given(opened(principal), settled).when(command).thenNothing();
  });

  it('is kept of alerts that were opened in the first form of the event', () => {
    const first: AlertsFact = {
      type: 'sightline.notification.alerts-opened.v1',
      data: { requestId: 'request', roundId: 'round', alerts: [principal] },
    };
    given(first).when(recordDelivered).then(delivered);
  });

  it('says nothing of an alert that nobody opened', () => {
    for (const command of [recordDelivered, recordUndeliverable, cancel]) given().when(command).thenNothing();
  });
});
