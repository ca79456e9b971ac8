import { describe, expect, it } from '@jest/globals';
import { decisionSpecification, isRefusal } from '@sightline/decider';
import type { AlertsFact } from './alerts.js';
import { alertsDecider, type OpenAlerts } from './alerts.decider.js';

const { given } = decisionSpecification(alertsDecider);

const open = (...alerts: OpenAlerts['alerts'][number][]): OpenAlerts => ({
  command: 'openAlerts',
  requestId: 'request',
  roundId: 'round',
  alerts,
});
const opened = (...alerts: OpenAlerts['alerts'][number][]): AlertsFact => ({
  type: 'sightline.notification.alerts-opened.v1',
  data: { requestId: 'request', roundId: 'round', alerts },
});
const principal = { alertId: 'a1', personId: 'principal', taskId: 'task-1' };
const technician = { alertId: 'a2', personId: 'technician', taskId: 'task-2' };

describe('alerts of a round', () => {
  it('opens one for each candidate and task', () => {
    given()
      .when(open(principal, technician, { ...principal, alertId: 'a3' }))
      .then(opened(principal, technician));
  });

  it('alerts nobody to the same task twice', () => {
    given(opened(principal))
      .when(open({ ...principal, alertId: 'a4' }, technician))
      .then(opened(technician));
    given(opened(principal))
      .when(open({ ...principal, alertId: 'a4' }))
      .thenNothing();
  });

  it('lists at most 500 an event', () => {
    const { decision } = given().when(
      open(
        ...Array.from({ length: 501 }, (_, index) => ({ alertId: `a${index}`, personId: `p${index}`, taskId: 'task' })),
      ),
    );
    if (isRefusal(decision)) throw new Error('refused');
    expect(decision.map(({ data }) => data.alerts.length)).toEqual([500, 1]);
  });
});
