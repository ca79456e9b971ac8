import { describe, expect, it } from '@jest/globals';
import type { Voice } from './mail-text.js';
import { heading, link, list, paragraph } from './mail-text.js';
import { renderMail } from './render-mail.js';

const text = {
  subject: 'A & B',
  blocks: [
    paragraph('<img src=x onerror=alert(1)>'),
    heading('Why'),
    list('"one"', "'two'"),
    link('Open', 'https://sightline.example/?a=1&b="2"'),
  ],
};
const voice: Pick<Voice, 'language' | 'direction'> = { language: 'en', direction: 'ltr' };

describe('a mail', () => {
  it('holds the same words as text and, escaped, as HTML', () => {
    const mail = renderMail(voice, text);
    expect(mail.text).toBe(
      '<img src=x onerror=alert(1)>\n\nWHY\n\n- "one"\n- \'two\'\n\nOpen:\nhttps://sightline.example/?a=1&b="2"\n',
    );
    expect(mail.html).toContain('<title>A &amp; B</title>');
    expect(mail.html).toContain('<p>&lt;img src=x onerror=alert(1)&gt;</p>');
    expect(mail.html).not.toContain('<img');
    expect(mail.html).toContain('<ul><li>&quot;one&quot;</li><li>&#39;two&#39;</li></ul>');
    expect(mail.html).toContain('href="https://sightline.example/?a=1&amp;b=&quot;2&quot;"');
  });

  it('says its language and direction, for every part that a mail program may show alone', () => {
    const { html, language } = renderMail({ language: 'ar', direction: 'rtl' }, text);
    expect(language).toBe('ar');
    expect(html).toContain('<html lang="ar" dir="rtl">');
    expect(html).toContain('<main lang="ar" dir="rtl"');
    expect(html).toContain('<bdi dir="ltr">https://');
  });

  it('lays nothing out with tables and loads nothing', () => {
    expect(renderMail(voice, text).html).not.toMatch(/<(table|img|script|link)\b|<[^>]+\ssrc=/i);
  });
});
