import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { alertKinds, approvalSides, media, noticeOccasions, requestKinds } from '@sightline/contracts';
import { IntlMessageFormat } from 'intl-messageformat';
import { alertMail, digestMail } from '../../templates/alert-mail.js';
import type { AlertContents, NoticeContents } from '../../templates/contents.js';
import type { MailText } from '../../templates/mail-text.js';
import { noticeMail } from '../../templates/notice-mail.js';
import { icuWording } from './icu-wording.js';

const wording = icuWording();
const notice: NoticeContents = {
  occasion: 'approval',
  change: null,
  kind: 'personal-phone',
  reader: 'guardian',
  guardianName: 'Maya Alder',
  staffName: 'Robin Coach',
  colleagues: [],
  schoolName: 'Lincoln Middle School',
  phone: '555-0100',
  groupName: 'Track & Field',
  medium: 'text-message',
  studentNames: ['Ann Alder', 'Ben Alder'],
  from: '2026-09-15',
  until: '2027-06-30',
  endedOn: null,
  noticeUrl: 'https://sightline.example/notices/1',
  reference: '0199-reference',
};
const alert: AlertContents = {
  alertKind: 'task-opened',
  name: 'Pat Principal',
  kind: 'outside-channel',
  side: 'principal',
  about: 'request',
  personName: 'Dee Deputy',
  dueAt: new Date('2026-09-22T03:30:00.000Z'),
  until: '2026-10-02',
  timeZone: 'America/Chicago',
  page: { url: 'https://sightline.example/tasks/1', opens: 'task' },
};
const wordsOf = ({ subject, blocks }: MailText): string =>
  [subject, ...blocks.map((block) => Object.values(block).flat().join('\n'))].join('\n');
const noticeIn = (language: string, contents: Partial<NoticeContents> = {}): string =>
  wordsOf(noticeMail({ ...notice, ...contents }, wording.voice('notice', language)));

describe('the languages', () => {
  it('are English and Spanish for everything, and a right-to-left one for notices', () => {
    expect(wording.languages('notice')).toEqual(['ar', 'en', 'es']);
    expect(wording.languages('alert')).toEqual(['en', 'es']);
    expect(wording.voice('notice', 'ar').direction).toBe('rtl');
  });

  it.each([
    ['en-US', 'en'],
    ['es-MX', 'es'],
    ['ES', 'es'],
    ['ar-EG', 'ar'],
    ['so', 'en'],
    ['', 'en'],
  ])('of a reader of %j is %s', (tag, spoken) => {
    expect(wording.voice('notice', tag).language).toBe(spoken);
  });

  it('of a reader whose language lacks a set is English for that set, whole', () => {
    expect(wording.voice('alert', 'ar').language).toBe('en');
  });

  /** Every value that a message of any branch puts in. */
  const argumentsOf = (text: string): string[] => {
    const found = new Set<string>();
    const walk = (elements: ReturnType<IntlMessageFormat['getAst']>): void => {
      for (const element of elements) {
        if (element.type !== 0 && element.type !== 7) found.add((element as { value: string }).value);
        if ('options' in element) for (const { value } of Object.values(element.options)) walk(value);
      }
    };
    walk(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst());
    return [...found].sort();
  };

  it.each(fs.readdirSync(path.join(import.meta.dirname, 'messages')).filter((file) => !file.includes('.en.')))(
    '%s has every message of the English file, with the same values in it',
    (file) => {
      const read = (name: string): Record<string, string> =>
        JSON.parse(fs.readFileSync(path.join(import.meta.dirname, 'messages', name), 'utf8'));
      const english = read(`${file.split('.')[0]}.en.json`);
      const own = read(file);
      expect(Object.keys(own)).toEqual(Object.keys(english));
      for (const [key, text] of Object.entries(own))
        expect([key, argumentsOf(text)]).toEqual([key, argumentsOf(english[key]!)]);
    },
  );

  it('never say a sentence with a hole', () => {
    const voice = wording.voice('notice', 'en');
    expect(() => voice.say('greeting')).toThrow(RangeError);
    expect(() => voice.say('no-such-message')).toThrow(RangeError);
  });
});

describe.each(['en', 'es', 'ar'])('a notice in %s', (language) => {
  it.each(noticeOccasions)(
    'of %s says who, how, by which clause, whom to call and what a parent can do',
    (occasion) => {
      for (const kind of requestKinds)
        for (const medium of media) {
          const text = noticeIn(language, { occasion, kind, medium, endedOn: '2026-11-02' });
          for (const said of [
            'Maya Alder',
            'Robin Coach',
            'Lincoln Middle School',
            'Track & Field',
            'Ann Alder',
            'Ben Alder',
            '2026',
            'P 4650',
            'C6',
            'C9',
            'C10',
            '555-0100',
            'https://sightline.example/notices/1',
            '0199-reference',
          ])
            expect(text).toContain(said);
          if (occasion !== 'end') expect(text).toContain(kind === 'personal-phone' ? 'C5' : 'C3');
        }
    },
  );

  it.each(noticeOccasions)('of %s names no student in the subject and leaves no word out', (occasion) => {
    for (const reader of ['guardian', 'student'] as const)
      for (const change of [null, 'student-left', 'staff-joined'] as const) {
        const contents = { ...notice, occasion, reader, change };
        expect(noticeMail(contents, wording.voice('notice', language)).subject).not.toMatch(/Ann|Ben|Alder/);
        const bare = { ...contents, staffName: null, schoolName: null, phone: null, groupName: null, studentNames: [] };
        expect(wordsOf(noticeMail(bare, wording.voice('notice', language)))).not.toMatch(
          /undefined|null|NaN|\[object|\{/,
        );
      }
  });

  it('says of an end, and of a student who left, a date and nothing about how it came', () => {
    for (const ends of [{ occasion: 'end' }, { occasion: 'change', change: 'student-left' }] as const) {
      const text = noticeIn(language, { ...ends, endedOn: '2026-11-02' });
      expect(text).toMatch(/\b2\b.*2026|2026.*\b2\b/);
      expect(text).not.toMatch(/revo[kc]|withdr|retira|suspen|cancel|يسحب|إلغاء|supervis|complain/i);
    }
  });

  it('names every colleague of a joined authorization with the own end of each (C5)', () => {
    const colleagues = [
      { staffName: 'Robin Coach', medium: 'text-message', from: '2026-09-15', until: '2027-06-30' },
      { staffName: 'Sam Assistant', medium: 'phone-call', from: '2026-10-01', until: '2026-12-18' },
    ] as const;
    for (const occasion of ['approval', 'change'] as const) {
      const text = noticeIn(language, { occasion, change: occasion === 'change' ? 'staff-joined' : null, colleagues });
      for (const said of ['Robin Coach', 'Sam Assistant', '2027', '18', '30']) expect(text).toContain(said);
    }
  });

  it('offers a way to object as long as it goes on', () => {
    const objects = { en: 'Object, if', es: 'Oponerse, si', ar: 'الاعتراض إذا' }[language]!;
    expect(noticeIn(language)).toContain(objects);
    expect(noticeIn(language, { occasion: 'end' })).not.toContain(objects);
  });
});

describe.each(['en', 'es'])('an alert in %s', (language) => {
  const voice = wording.voice('alert', language);

  it.each(alertKinds)('of %s says what it is about and where to deal with it', (alertKind) => {
    for (const side of approvalSides)
      for (const kind of requestKinds)
        for (const about of ['request', 'review'] as const)
          for (const personName of ['Dee Deputy', null]) {
            const text = wordsOf(alertMail({ ...alert, alertKind, side, kind, about, personName }, voice));
            expect(text).toContain('Pat Principal');
            expect(text).toContain('https://sightline.example/tasks/1');
            expect(text).not.toMatch(/undefined|null|NaN|\{/);
          }
  });

  it('gives the due moment in the district’s time zone', () => {
    const text = wordsOf(alertMail(alert, voice));
    expect(text).toContain('21');
    expect(text).not.toContain('22');
  });

  it('gathers a day in one mail, and says a single one as it is', () => {
    const opened = { ...alert, page: { url: 'https://sightline.example/tasks/2', opens: 'task' as const } };
    const both = digestMail([alert, opened], voice);
    expect(both.subject).toContain('2');
    expect(wordsOf(both)).toContain('/tasks/1');
    expect(wordsOf(both)).toContain('/tasks/2');
    expect(digestMail([alert], voice)).toEqual(alertMail(alert, voice));
  });
});
