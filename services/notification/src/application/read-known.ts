import type { PeopleReader, PersonDetails, PlaceDetails } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { findPeople, guardiansOf, personsOf, restrictionsInForce } from '@sightline/relations';
import { dateInZone } from '@sightline/service-kit';
import {
  contactPreferencesOf,
  type ContactPreferences,
} from '../read-models/contact-preferences/contact-preferences.queries.js';
import type { Calendar } from './entitlements.js';
import type { ClaimedBatch, Wording } from './ports.js';

export interface MailComposition extends Calendar {
  readonly database: Queryable;
  readonly people: PeopleReader;
  readonly wording: Wording;
  readonly publicUrl: string;
  /** The district's office, for schools of which the roster knows no number; null when there is none. */
  readonly officePhone: string | null;
}

/** Everything that a batch of mails has to know, read at the moment of use. */
export interface Known {
  readonly people: ReadonlyMap<string, PersonDetails>;
  readonly places: ReadonlyMap<string, PlaceDetails>;
  readonly buildingOf: ReadonlyMap<string, string>;
  /** Of the readers who said how to be written to. */
  readonly preferences: ReadonlyMap<string, ContactPreferences>;
  /** `<studentId>/<guardianId>` */
  readonly guardianships: ReadonlySet<string>;
  readonly restricted: ReadonlySet<string>;
}

export const pairKey = ({
  studentId,
  guardianId,
}: {
  readonly studentId: string;
  readonly guardianId: string;
}): string => `${studentId}/${guardianId}`;

export const nameOf = ({ displayName, givenName, familyName }: PersonDetails): string =>
  displayName || `${givenName} ${familyName}`.trim();

/** The reader's own wish, or else what the roster says; a BCP 47 tag. */
export const languageOf = ({ personId, language }: PersonDetails, { preferences }: Known): string =>
  preferences.get(personId)?.language ?? language;

/** Five statements and two calls, whatever the size of the batch. @throws OwnerUnavailable */
export const readKnown = async (batch: ClaimedBatch, composition: MailComposition): Promise<Known> => {
  const { database, people, clock, districtTimeZone } = composition;
  const studentIds = [...new Set(batch.notices.flatMap((notice) => notice.studentIds))];
  const staffIds = new Set(
    batch.notices.flatMap(({ staffId, colleagues }) => [staffId, ...colleagues.map((each) => each.staffId)]),
  );
  const staff = await findPeople(database, [...staffIds]);
  const buildingOf = new Map(
    staff.flatMap(({ personId, roles }) => {
      const buildingId = roles.find((role) => role.buildingId !== undefined)?.buildingId;
      return buildingId === undefined ? [] : [[personId, buildingId] as const];
    }),
  );
  const guardianships = await guardiansOf(database, studentIds);
  const restrictions = await restrictionsInForce(database, studentIds, dateInZone(clock.now(), districtTimeZone));
  const persons = await personsOf(database, [
    ...new Set([...guardianships, ...restrictions].map(({ guardianId }) => guardianId)),
  ]);
  const ofEveryRecord = (pairs: readonly { readonly studentId: string; readonly guardianId: string }[]): Set<string> =>
    new Set(
      pairs.flatMap(({ studentId, guardianId }) =>
        persons.get(guardianId)!.recordIds.map((recordId) => pairKey({ studentId, guardianId: recordId })),
      ),
    );
  const preferences = await contactPreferencesOf(database, [
    ...new Set([...batch.notices.map(({ guardianId }) => guardianId), ...batch.alerts.map(({ personId }) => personId)]),
  ]);
  const personIds = new Set([
    ...batch.notices.map(({ guardianId }) => guardianId),
    ...batch.alerts.flatMap(({ personId, aboutPersonId }) => [personId, ...(aboutPersonId ? [aboutPersonId] : [])]),
    ...staffIds,
    ...studentIds,
  ]);
  const placeIds = new Set([...buildingOf.values(), ...batch.notices.flatMap(({ groupId }) => groupId ?? [])]);
  const [known, places] = await Promise.all([
    people.people([...personIds]),
    placeIds.size === 0 ? new Map<string, PlaceDetails>() : people.places([...placeIds]),
  ]);
  return {
    people: known,
    places,
    buildingOf,
    preferences,
    guardianships: ofEveryRecord(guardianships),
    restricted: ofEveryRecord(restrictions.filter(({ kinds }) => kinds.includes('contact'))),
  };
};
