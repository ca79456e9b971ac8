import { describe, expect, it } from '@jest/globals';
import { approvalSides, media, noticeOccasions, requestKinds } from '@sightline/contracts';
import type { AlertContents, NoticeContents } from './mail-words.js';
import { renderAlert, renderNotice } from './render-mail.js';

const contents: NoticeContents = {
  occasion: 'approval',
  kind: 'personal-phone',
  guardianName: 'Maya Alder',
  staffName: 'Robin Coach',
  schoolName: 'Lincoln Middle School',
  groupName: 'Track & Field',
  medium: 'text-message',
  studentNames: ['Ann Alder', 'Ben Alder'],
  from: '2026-09-15',
  until: '2027-06-30',
  endedOn: null,
  publicUrl: 'https://sightline.example',
  reference: '0199-reference',
};
const alertContents: AlertContents = {
  name: 'Pat Principal',
  kind: 'outside-channel',
  side: 'principal',
  dueAt: new Date('2026-09-22T03:30:00.000Z'),
  timeZone: 'America/Chicago',
  taskUrl: 'https://sightline.example/tasks/1',
};

describe.each(['en', 'es'])('a notice in %s', (language) => {
  it.each(noticeOccasions)('of %s says who, how, since when, by which clause and what a parent can do', (occasion) => {
    for (const kind of requestKinds)
      for (const medium of media) {
        const { text } = renderNotice(language, { ...contents, occasion, kind, medium, endedOn: '2026-11-02' });
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
          'https://sightline.example',
          '0199-reference',
        ])
          expect(text).toContain(said);
        if (occasion !== 'end') expect(text).toContain(kind === 'personal-phone' ? 'C5' : 'C3');
      }
  });

  it.each(noticeOccasions)('of %s names no student in the subject and leaves no word out', (occasion) => {
    const { subject, text, html } = renderNotice(language, {
      ...contents,
      occasion,
      staffName: null,
      schoolName: null,
      groupName: null,
      studentNames: [],
    });
    expect(renderNotice(language, { ...contents, occasion }).subject).not.toMatch(/Ann|Ben|Alder/);
    expect(`${subject}${text}${html}`).not.toMatch(/undefined|null|NaN|\[object/);
  });

  it('says of an end nothing about how it came', () => {
    const { text, subject } = renderNotice(language, { ...contents, occasion: 'end', endedOn: '2026-11-02' });
    expect(`${subject} ${text}`).not.toMatch(/revo[kc]|withdr|retira|suspen|cancel/i);
  });

  it('holds the same words in HTML, escaped, with its language', () => {
    const { html } = renderNotice(language, {
      ...contents,
      guardianName: '<img src=x onerror=alert(1)>',
      groupName: '"A" & \'B\'',
      publicUrl: 'https://sightline.example/?a=1&b="2"',
    });
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(html).not.toContain('<img');
    expect(html).toContain('&quot;A&quot; &amp; &#39;B&#39;');
    expect(html).toContain('href="https://sightline.example/?a=1&amp;b=&quot;2&quot;"');
  });
});

describe('the language of a mail', () => {
  it.each([
    ['en-US', 'en'],
    ['es-MX', 'es'],
    ['ES', 'es'],
    ['so', 'en'],
    ['', 'en'],
  ])('for a reader of %j is %s', (language, spoken) => {
    expect(renderNotice(language, contents).language).toBe(spoken);
  });
});

describe.each(['en', 'es'])('an alert in %s', (language) => {
  it.each(approvalSides)('for %s says what waits, until when and where', (side) => {
    for (const kind of requestKinds) {
      const { subject, text } = renderAlert(language, { ...alertContents, side, kind });
      expect(text).toContain('Pat Principal');
      expect(text).toContain('https://sightline.example/tasks/1');
      expect(text).toContain('21');
      expect(text).not.toContain('22');
      expect(`${subject}${text}`).not.toMatch(/undefined|null|NaN/);
    }
  });
});
