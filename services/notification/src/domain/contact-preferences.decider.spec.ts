import { describe, it } from '@jest/globals';
import { decisionSpecification } from '@sightline/decider';
import type { ContactPreferencesFact } from './contact-preferences.js';
import { contactPreferencesDecider, type ChangeContactPreferences } from './contact-preferences.decider.js';

const { given } = decisionSpecification(contactPreferencesDecider);
const personId = 'mother';

const change = (
  choices: ChangeContactPreferences['choices'],
  resumeTextMessages = false,
): ChangeContactPreferences => ({
  command: 'changeContactPreferences',
  personId,
  choices,
  resumeTextMessages,
});
const changed = (choices: ChangeContactPreferences['choices']): ContactPreferencesFact => ({
  type: 'sightline.notification.contact-preferences-changed.v1',
  data: { personId, channels: [], alerts: 'each', language: null, quietHours: null, ...choices },
});
const stopped: ContactPreferencesFact = { type: 'sightline.notification.text-messages-stopped.v1', data: { personId } };
const resumed: ContactPreferencesFact = { type: 'sightline.notification.text-messages-resumed.v1', data: { personId } };

describe('contact preferences', () => {
  it('keep what was said before, and each channel once', () => {
    given()
      .when(change({ channels: ['text-message', 'email', 'text-message'] }))
      .then(changed({ channels: ['text-message', 'email'] }));
    given(changed({ channels: ['text-message'] }))
      .when(change({ alerts: 'daily' }))
      .then(changed({ channels: ['text-message'], alerts: 'daily' }));
  });

  it('say nothing of what is as it was', () => {
    const quietHours = { quietFrom: '20:00', quietUntil: '07:00' };
    given().when(change({})).thenNothing();
    given(changed({ quietHours, language: 'es' }))
      .when(change({ quietHours: { ...quietHours }, language: 'es' }))
      .thenNothing();
    given(changed({ quietHours }))
      .when(change({ quietHours: null }))
      .then(changed({ quietHours: null }));
  });

  it('know a STOP once, until a START or the person takes it back', () => {
    const stop = { command: 'stopTextMessages', personId } as const;
    const resume = { command: 'resumeTextMessages', personId } as const;
    given().when(stop).then(stopped);
    given(stopped).when(stop).thenNothing();
    given(stopped).when(resume).then(resumed);
    given().when(resume).thenNothing();
    given(stopped).when(change({}, true)).then(resumed);
    given(stopped).when(change({})).thenNothing();
    given(stopped, resumed).when(stop).then(stopped);
  });
});
