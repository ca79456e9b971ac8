import type { PeopleReader, PersonDetails, PlaceDetails } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { findPeople, guardiansOf, restrictionsInForce } from '@sightline/relations';
import { dateInZone } from '@sightline/service-kit';
import { renderAlert, renderNotice } from '../templates/render-mail.js';
import { isMailAddress } from './mail-address.js';
import type { ClaimedBatch, OutgoingMail, WaitingAlert, WaitingNotice } from './ports.js';
import type { Calendar } from './tell-guardians.js';

export interface MailComposition extends Calendar {
  readonly database: Queryable;
  readonly people: PeopleReader;
  readonly publicUrl: string;
}

/** A mail to send, or why there is none. */
export type Composed =
  | { readonly mail: OutgoingMail; readonly restrictedStudentIds: readonly string[] }
  | { readonly impossible: 'no-address' | 'not-entitled'; readonly restrictedStudentIds: readonly string[] };

/** Everything that a batch of mails has to know, read at the moment of use. */
interface Known {
  readonly people: ReadonlyMap<string, PersonDetails>;
  readonly places: ReadonlyMap<string, PlaceDetails>;
  readonly buildingOf: ReadonlyMap<string, string>;
  /** `<studentId>/<guardianId>` */
  readonly guardianships: ReadonlySet<string>;
  readonly restricted: ReadonlySet<string>;
}

const pairKey = ({ studentId, guardianId }: { readonly studentId: string; readonly guardianId: string }): string =>
  `${studentId}/${guardianId}`;

/** Three statements and two calls, whatever the size of the batch. @throws OwnerUnavailable */
const readKnown = async (batch: ClaimedBatch, composition: MailComposition): Promise<Known> => {
  const { database, people, clock, districtTimeZone } = composition;
  const studentIds = [...new Set(batch.notices.flatMap((notice) => notice.studentIds))];
  const staffIds = [...new Set(batch.notices.map(({ staffId }) => staffId))];
  const staff = await findPeople(database, staffIds);
  const buildingOf = new Map(
    staff.flatMap(({ personId, roles }) => {
      const buildingId = roles.find((role) => role.buildingId !== undefined)?.buildingId;
      return buildingId === undefined ? [] : [[personId, buildingId] as const];
    }),
  );
  const guardianships = await guardiansOf(database, studentIds);
  const restrictions = await restrictionsInForce(database, studentIds, dateInZone(clock.now(), districtTimeZone));
  const personIds = new Set([
    ...batch.notices.map(({ guardianId }) => guardianId),
    ...batch.alerts.map(({ personId }) => personId),
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
    guardianships: new Set(guardianships.map(pairKey)),
    restricted: new Set(restrictions.filter(({ kinds }) => kinds.includes('contact')).map(pairKey)),
  };
};

const nameOf = ({ displayName, givenName, familyName }: PersonDetails): string =>
  displayName || `${givenName} ${familyName}`.trim();

const composeNotice = (notice: WaitingNotice, known: Known, { publicUrl }: MailComposition): Composed => {
  const { guardianId } = notice;
  const pairs = notice.studentIds.map((studentId) => ({ studentId, guardianId }));
  const restrictedStudentIds = pairs
    .filter((pair) => known.restricted.has(pairKey(pair)))
    .map(({ studentId }) => studentId);
  const entitled = pairs.filter(
    (pair) => known.guardianships.has(pairKey(pair)) && !known.restricted.has(pairKey(pair)),
  );
  if (entitled.length === 0) return { impossible: 'not-entitled', restrictedStudentIds };
  const guardian = known.people.get(guardianId);
  if (!guardian?.email || !isMailAddress(guardian.email)) return { impossible: 'no-address', restrictedStudentIds };

  const staff = known.people.get(notice.staffId);
  const buildingId = known.buildingOf.get(notice.staffId);
  const rendered = renderNotice(guardian.language, {
    occasion: notice.occasion,
    kind: notice.kind,
    guardianName: nameOf(guardian),
    staffName: staff ? nameOf(staff) : null,
    schoolName: (buildingId && known.places.get(buildingId)?.name) ?? null,
    groupName: (notice.groupId && known.places.get(notice.groupId)?.name) ?? null,
    medium: notice.medium,
    studentNames: entitled.flatMap(({ studentId }) => {
      const student = known.people.get(studentId);
      return student ? [nameOf(student)] : [];
    }),
    from: notice.from,
    until: notice.until,
    endedOn: notice.endedOn,
    publicUrl,
    reference: notice.noticeId,
  });
  return {
    mail: { deliveryId: notice.noticeId, address: guardian.email, name: nameOf(guardian), ...rendered },
    restrictedStudentIds,
  };
};

const composeAlert = (
  alert: WaitingAlert,
  known: Known,
  { publicUrl, districtTimeZone }: MailComposition,
): OutgoingMail | undefined => {
  const person = known.people.get(alert.personId);
  if (!person?.email || !isMailAddress(person.email)) return undefined;
  const rendered = renderAlert(person.language, {
    name: nameOf(person),
    kind: alert.kind,
    side: alert.side,
    dueAt: alert.dueAt,
    timeZone: districtTimeZone,
    taskUrl: `${publicUrl}/tasks/${alert.taskId}`,
  });
  return { deliveryId: alert.alertId, address: person.email, name: nameOf(person), ...rendered };
};

export interface ComposedBatch {
  notice(notice: WaitingNotice): Composed;
  /** Undefined when the person has no address. */
  alert(alert: WaitingAlert): OutgoingMail | undefined;
}

/** Reads names and addresses for a whole batch at once and renders each mail from them. @throws OwnerUnavailable */
export const composeMails = async (batch: ClaimedBatch, composition: MailComposition): Promise<ComposedBatch> => {
  const known = await readKnown(batch, composition);
  return {
    notice: (notice) => composeNotice(notice, known, composition),
    alert: (alert) => composeAlert(alert, known, composition),
  };
};
