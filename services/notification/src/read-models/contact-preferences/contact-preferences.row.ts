import type { AlertDelivery, ContactPreferencesEvent, NoticeChannel } from '@sightline/contracts';
import { rowProjection, type Projection, type StagedEvent } from '@sightline/event-store';

/** How one person wants to be written to; nobody has a row who never said. */
export interface ContactPreferencesRow {
  readonly person_id: string;
  readonly channels: readonly NoticeChannel[];
  readonly alerts: AlertDelivery;
  readonly language: string | null;
  /** `HH:MM` in the district's time zone. */
  readonly quiet_from: string | null;
  readonly quiet_until: string | null;
  readonly text_messages_stopped: boolean;
  readonly changed_at: string;
}

type PreferencesEvent = ContactPreferencesEvent extends infer Each
  ? Each extends { type: string; data: object }
    ? Omit<StagedEvent, 'type' | 'data'> & { readonly type: Each['type']; readonly data: Each['data'] }
    : never
  : never;

const unsaid = { channels: [], alerts: 'each', language: null, quiet_from: null, quiet_until: null } as const;

/** Pure: the preferences after the event. */
const evolvePreferences = (
  row: ContactPreferencesRow | undefined,
  event: PreferencesEvent,
  personId: string,
): ContactPreferencesRow => {
  const before = row ?? { ...unsaid, person_id: personId, text_messages_stopped: false };
  if (event.type === 'sightline.notification.contact-preferences-changed.v1') {
    const { channels, alerts, language, quietHours } = event.data as Extract<
      PreferencesEvent['data'],
      { channels: object }
    >;
    return {
      ...before,
      ...{ channels, alerts, language, changed_at: event.time },
      ...{ quiet_from: quietHours?.quietFrom ?? null, quiet_until: quietHours?.quietUntil ?? null },
    };
  }
  return {
    ...before,
    text_messages_stopped: event.type === 'sightline.notification.text-messages-stopped.v1',
    changed_at: event.time,
  };
};

export const contactPreferencesProjection: Projection = rowProjection<ContactPreferencesRow, PreferencesEvent>({
  table: 'contact_preferences',
  key: 'person_id',
  types: [
    'sightline.notification.contact-preferences-changed.v1',
    'sightline.notification.text-messages-stopped.v1',
    'sightline.notification.text-messages-resumed.v1',
  ],
  keysOf: ({ data }) => [data.personId],
  evolve: evolvePreferences,
});
