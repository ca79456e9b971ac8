import fs from 'node:fs';
import path from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import type { Wording, WordingSet } from '../../application/ports.js';
import type { Values, Voice } from '../../templates/mail-text.js';

/** `messages/<set>.<language>.json`: one ICU message a key. A file is complete or it is not there. */
const folder = path.join(import.meta.dirname, 'messages');
const fallback = 'en';
const rightToLeft = new Set(['ar', 'fa', 'he', 'ur']);
/** How dates and enumerations are written where the language alone would not say. */
const locales: Readonly<Record<string, string>> = { en: 'en-US', es: 'es-US', ar: 'ar-u-nu-latn' };

const voiceOf = (language: string, messages: Readonly<Record<string, string>>): Voice => {
  const locale = locales[language] ?? language;
  const compiled = new Map(
    Object.entries(messages).map(([key, text]) => [
      key,
      new IntlMessageFormat(text, locale, undefined, { ignoreTag: true }),
    ]),
  );
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const enumeration = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    language,
    direction: rightToLeft.has(language) ? 'rtl' : 'ltr',
    say: (key: string, values: Values = {}) => {
      const message = compiled.get(key);
      if (!message) throw new RangeError(`${language} has no message ${key}`);
      try {
        return String(message.format(values));
      } catch (error) {
        throw new RangeError(`${language}: message ${key} lacks a value`, { cause: error });
      }
    },
    date: (date) => day.format(new Date(`${date}T00:00:00Z`)),
    moment: (moment, timeZone) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(moment),
    all: (names) => enumeration.format(names),
  };
};

const languageOf = (tag: string): string => tag.split(/[-_]/)[0]!.toLowerCase();

/** Reads every message file once. A reader whose language lacks a set hears that set in English, whole. */
export const icuWording = (): Wording => {
  const sets = new Map<string, Map<string, Voice>>();
  for (const file of fs.readdirSync(folder)) {
    const [, set, language] = /^([a-z]+)\.([a-z]+)\.json$/.exec(file)!;
    const messages = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')) as Record<string, string>;
    const voices = sets.get(set!) ?? new Map<string, Voice>();
    voices.set(language!, voiceOf(language!, messages));
    sets.set(set!, voices);
  }
  return {
    languages: (set: WordingSet) => [...sets.get(set)!.keys()].sort(),
    voice: (set, tag) => sets.get(set)!.get(languageOf(tag)) ?? sets.get(set)!.get(fallback)!,
  };
};
