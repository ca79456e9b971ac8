import type { PeopleReader } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { contactPreferencesOf } from '../read-models/contact-preferences/contact-preferences.queries.js';
import type { ChangeContactPreferencesHandler } from './change-contact-preferences.handler.js';
import { textNumber } from './compose-text.js';
import type { TextNumbers, Wording } from './ports.js';

/** The words that carriers and readers use, in English and Spanish. */
const stopWords = new Set(['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit', 'alto', 'parar', 'basta']);
const startWords = new Set(['start', 'unstop', 'inicio', 'empezar']);
const helpWords = new Set(['help', 'info', 'ayuda']);

export interface AnsweringReplies {
  readonly database: Queryable;
  readonly numbers: TextNumbers;
  readonly preferences: ChangeContactPreferencesHandler;
  readonly people: Pick<PeopleReader, 'people'>;
  readonly wording: Wording;
  readonly officePhone: string | null;
}

/**
 * Somebody answered a text message: STOP and START are obeyed for everybody at that number, anything else is answered in
 * the reader's language with whom to call. @returns what to answer; null where the carrier answers by itself
 */
export const answerReply = async (
  from: string,
  text: string,
  messageId: string,
  { database, numbers, preferences, people, wording, officePhone }: AnsweringReplies,
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
  const [personId] = personIds;
  const wishes = personId === undefined ? undefined : (await contactPreferencesOf(database, [personId])).get(personId);
  const person = personId === undefined ? undefined : (await people.people([personId])).get(personId);
  const voice = wording.voice('text', wishes?.language ?? person?.language ?? '');
  return voice.say(helpWords.has(word) ? 'help' : 'other-reply', {
    school: voice.say('school'),
    hasPhone: officePhone === null ? 'no' : 'yes',
    phone: officePhone ?? '',
  });
};
