import { dateInZone } from '@sightline/service-kit';
import type { NoticeContents } from '../templates/contents.js';
import { noticeMail } from '../templates/notice-mail.js';
import { renderMail } from '../templates/render-mail.js';
import type { OutgoingMail, WaitingNotice } from './ports.js';
import { languageOf, nameOf, pairKey, type Known, type MailComposition } from './read-known.js';

/** Whom a notice may still tell of whom at the moment of sending, or why it cannot go (C6, C9). */
export type Readiness =
  | {
      readonly notice: WaitingNotice;
      readonly address: string;
      readonly studentIds: readonly string[];
      readonly restrictedStudentIds: readonly string[];
    }
  | {
      readonly notice: WaitingNotice;
      readonly impossible: 'no-address' | 'stopped' | 'not-entitled';
      readonly restrictedStudentIds: readonly string[];
    };
export type ReadyNotice = Extract<Readiness, { address: string }>;

/** Entitlement and address are looked at once more, at this moment: a restriction fails closed, a student of age stands in the parents' place. */
export const readinessOf = (
  notice: WaitingNotice,
  known: Known,
  addressOf: (personId: string, known: Known) => string | 'stopped' | undefined,
): Readiness => {
  const { guardianId } = notice;
  const pairs = notice.studentIds.map((studentId) => ({ studentId, guardianId }));
  const restrictedStudentIds = pairs
    .filter((pair) => known.restricted.has(pairKey(pair)))
    .map(({ studentId }) => studentId);
  const entitled = pairs.filter((pair) => {
    const ofAge = known.people.get(pair.studentId)?.adult ?? false;
    if (ofAge || pair.studentId === guardianId) return ofAge && pair.studentId === guardianId;
    return known.guardianships.has(pairKey(pair)) && !known.restricted.has(pairKey(pair));
  });
  if (entitled.length === 0) return { notice, impossible: 'not-entitled', restrictedStudentIds };
  const address = addressOf(guardianId, known);
  if (address === undefined || address === 'stopped')
    return { notice, impossible: address ?? 'no-address', restrictedStudentIds };
  return { notice, address, studentIds: entitled.map(({ studentId }) => studentId), restrictedStudentIds };
};

const uniqueBy = <Entry>(entries: readonly Entry[], keyOf: (entry: Entry) => string): Entry[] => [
  ...new Map(entries.map((entry) => [keyOf(entry), entry])).values(),
];

/** What these notices to one reader say together: one authorization, or a joined set of them (C5). */
export const contentsOf = (
  [first, ...others]: readonly [ReadyNotice, ...ReadyNotice[]],
  known: Known,
  { publicUrl, districtTimeZone, officePhone }: MailComposition,
): NoticeContents => {
  const all = [first, ...others];
  const { notice } = first;
  const nameOfPerson = (personId: string): string | null => {
    const person = known.people.get(personId);
    return person ? nameOf(person) : null;
  };
  const buildingId = known.buildingOf.get(notice.staffId);
  const school = buildingId === undefined ? undefined : known.places.get(buildingId);
  const endedOn = notice.leftAt === null ? notice.endedOn : dateInZone(notice.leftAt, districtTimeZone);
  const colleagues = uniqueBy(
    all.flatMap((each) => each.notice.colleagues),
    ({ staffId, from, until }) => `${staffId}/${from}/${until}`,
  );
  return {
    occasion: notice.occasion,
    change: notice.change,
    kind: notice.kind,
    reader: notice.studentIds.includes(notice.guardianId) ? 'student' : 'guardian',
    guardianName: nameOfPerson(notice.guardianId)!,
    staffName: nameOfPerson(notice.staffId),
    colleagues:
      endedOn === null ? colleagues.map(({ staffId, ...each }) => ({ staffName: nameOfPerson(staffId), ...each })) : [],
    schoolName: school?.name ?? null,
    phone: school?.phone ?? officePhone,
    groupName: (notice.groupId && known.places.get(notice.groupId)?.name) ?? null,
    medium: notice.medium,
    studentNames: [...new Set(all.flatMap(({ studentIds }) => studentIds))].flatMap((id) => nameOfPerson(id) ?? []),
    from: notice.from,
    until: notice.until,
    endedOn,
    noticeUrl: `${publicUrl}/notices/${notice.noticeId}`,
    reference: notice.noticeId,
  };
};

/** One mail for all of these, which go to one reader. */
export const composeNotices = (
  ready: readonly [ReadyNotice, ...ReadyNotice[]],
  known: Known,
  composition: MailComposition,
): OutgoingMail => {
  const [{ notice, address }] = ready;
  const guardian = known.people.get(notice.guardianId)!;
  const voice = composition.wording.voice('notice', languageOf(guardian, known));
  return {
    deliveryId: notice.noticeId,
    address,
    name: nameOf(guardian),
    ...renderMail(voice, noticeMail(contentsOf(ready, known, composition), voice)),
  };
};
