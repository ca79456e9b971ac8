import { nameOf, languageOf, type Known, type MailComposition } from './read-known.js';
import { contentsOf, type ReadyNotice } from './compose-notice.js';
import type { OutgoingText } from './ports.js';
import { noticeText } from '../templates/notice-text.js';

const northAmerican = /^\+?1?\D*([2-9]\d{2})\D*(\d{3})\D*(\d{4})$/;
const international = /^\+[1-9]\d{7,14}$/;

/** A number as carriers want it (E.164), read as North American where it names no country; undefined for what is none. */
export const textNumber = (phone: string): string | undefined => {
  const [, area, exchange, line] = northAmerican.exec(phone.trim()) ?? [];
  if (area) return `+1${area}${exchange}${line}`;
  const compact = phone.replace(/[\s().-]/g, '');
  return international.test(compact) ? compact : undefined;
};

/** Where a text message to a person goes; `stopped` when the person wants none. */
export const textNumberOf = (personId: string, { people, preferences }: Known): string | 'stopped' | undefined => {
  if (preferences.get(personId)?.textMessagesStopped) return 'stopped';
  const phone = people.get(personId)?.phone;
  return phone === undefined ? undefined : textNumber(phone);
};

/** The notice in short: that there is one, about whom, whom to call and where to read all of it (C6). */
export const composeText = (
  ready: readonly [ReadyNotice, ...ReadyNotice[]],
  known: Known,
  composition: MailComposition,
): OutgoingText => {
  const [{ notice, address }] = ready;
  const reader = known.people.get(notice.guardianId)!;
  const voice = composition.wording.voice('text', languageOf(reader, known));
  const contents = { ...contentsOf(ready, known, composition), guardianName: nameOf(reader) };
  return { deliveryId: notice.noticeId, number: address, body: noticeText(contents, voice) };
};
