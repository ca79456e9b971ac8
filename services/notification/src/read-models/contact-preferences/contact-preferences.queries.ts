import type { AlertDelivery, NoticeChannel } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';

/** What a person said about how to be written to. */
export interface ContactPreferences {
  readonly personId: string;
  readonly channels: readonly NoticeChannel[];
  readonly alerts: AlertDelivery;
  readonly language: string | null;
  /** `HH:MM` in the district's time zone; null is the district's. */
  readonly quietFrom: string | null;
  readonly quietUntil: string | null;
  readonly textMessagesStopped: boolean;
  readonly changedAt: Date;
}

/** Of those of these people who ever said something. */
export async function contactPreferencesOf(
  database: Queryable,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, ContactPreferences>> {
  const { rows } = await database.query<ContactPreferences>({
    name: 'contact-preferences.of',
    text: `select person_id as "personId", channels, alerts, language, quiet_from as "quietFrom",
             quiet_until as "quietUntil", text_messages_stopped as "textMessagesStopped", changed_at as "changedAt"
           from contact_preferences where person_id = any($1)`,
    values: [personIds],
  });
  return new Map(rows.map((row) => [row.personId, row]));
}
