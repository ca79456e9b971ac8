import type { PeopleReader } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import type { Clock } from '@sightline/service-kit';
import { contactPreferencesOf } from '../read-models/contact-preferences/contact-preferences.queries.js';
import type { ChangeContactPreferencesHandler } from './change-contact-preferences.handler.js';
import { textNumber } from './compose-text.js';
import type { ReplyHours, TextNumbers, Wording } from './ports.js';
import type { ReceiveTextReplyHandler } from './receive-text-reply.handler.js';

/** The words that carriers and readers use, in English and Spanish. */
const stopWords = new Set(['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit', 'alto', 'parar', 'basta']);
const startWords = new Set(['start', 'unstop', 'inicio', 'empezar']);
const helpWords = new Set(['help', 'info', 'ayuda']);

/** Beyond this many an hour from one number it is a machine that answers our answers: nothing is kept or said. */
const repliesPerHourMax = 20;

export interface AnsweringReplies {
  readonly database: Queryable;
  readonly clock: Clock;
  readonly numbers: TextNumbers;
  readonly hours: ReplyHours;
  readonly preferences: ChangeContactPreferencesHandler;
  readonly received: ReceiveTextReplyHandler;
  readonly people: Pick<PeopleReader, 'people'>;
  readonly wording: Wording;
  readonly officePhone: string | null;
}

/**
 * Somebody answered a text message: STOP and START are obeyed for everybody at that number, HELP is answered, and
 * anything else is kept for the office and answered in the reader's language with whom to call (C6).
 * @returns what to answer; null where the carrier answers by itself, or the number answers without end
 */
export const answerReply = async (
  from: string,
  text: string,
  messageId: string,
  { database, clock, numbers, hours, preferences, received, people, wording, officePhone }: AnsweringReplies,
): Promise<string | null> => {
  const number = textNumber(from);
  const personIds = number === undefined ? [] : await numbers.peopleAt(number);
  const word = text
    .trim()
    .toLowerCase()
    .replace(/[.!]+$/, '');
  if (stopWords.has(word) || startWords.has(word)) {
    const by = { causationId: messageId };
    if (personIds.length > 0) await preferences.answerTo(stopWords.has(word) ? 'stop' : 'start', personIds, by);
    return null;
  }
  if ((await hours.count(number ?? from, clock.now())) > repliesPerHourMax) return null;
  const isHelp = helpWords.has(word);
  if (!isHelp) await received.receive({ messageId, personIds, from: number ?? from, text });
  const [personId] = personIds;
  const wishes = personId === undefined ? undefined : (await contactPreferencesOf(database, [personId])).get(personId);
  const person = personId === undefined ? undefined : (await people.people([personId])).get(personId);
  const voice = wording.voice('text', wishes?.language ?? person?.language ?? '');
  return voice.say(isHelp ? 'help' : 'other-reply', {
    school: voice.say('school'),
    hasPhone: officePhone === null ? 'no' : 'yes',
    phone: officePhone ?? '',
  });
};
