import type { ContactPreferencesChanged, ContactPreferencesEvent, FactOf } from '@sightline/contracts';

export type ContactPreferencesFact = FactOf<ContactPreferencesEvent>;

/** What a person may choose. */
export type ContactChoices = Omit<ContactPreferencesChanged['data'], 'personId'>;

export interface ContactPreferencesState {
  readonly choices: ContactChoices;
  /** The person answered STOP. */
  readonly textMessagesStopped: boolean;
}

export const initialContactPreferences: ContactPreferencesState = {
  choices: { channels: [], alerts: 'each', language: null, quietHours: null },
  textMessagesStopped: false,
};

export const evolveContactPreferences = (
  state: ContactPreferencesState,
  fact: ContactPreferencesFact,
): ContactPreferencesState => {
  switch (fact.type) {
    case 'sightline.notification.contact-preferences-changed.v1': {
      const { personId: _, ...choices } = fact.data;
      return { ...state, choices };
    }
    case 'sightline.notification.text-messages-stopped.v1':
      return { ...state, textMessagesStopped: true };
    case 'sightline.notification.text-messages-resumed.v1':
      return { ...state, textMessagesStopped: false };
  }
};
