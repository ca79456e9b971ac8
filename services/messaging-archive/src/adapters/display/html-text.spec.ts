import { describe, expect, it } from '@jest/globals';
import { displayable } from '../../domain/index.js';
import { htmlText } from './html-text.js';

describe('the text of a page', () => {
  it.each([
    ['<p>The bus is <b>late</b>.</p><p>See you&nbsp;at 7</p>', 'The bus is late.\nSee you at 7'],
    ['<script>alert(1)</script>ok', 'ok'],
    ['<style>p{background:url(https://x.example/t.png)}</style>ok', 'ok'],
    ['<img src="https://x.example/t.png" onerror="alert(1)" alt="x">ok', 'ok'],
    ['<a href="javascript:alert(1)">press</a>', 'press'],
    ['<svg><script>alert(1)</script><text>x</text></svg>ok', 'xok'],
    ['<math><mtext><img src=x onerror=alert(1)></mtext></math>ok', 'ok'],
    ['<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;">x</iframe>ok', 'xok'],
    ['<embed src="x.swf">ok', 'ok'],
    ['<noscript><p title="</noscript><img src=x onerror=alert(1)>">ok', 'ok'],
    ['<svg><math><object>nobody closes these', 'nobody closes these'],
    ['<!--[if mso]><p>x</p><![endif]-->ok', 'ok'],
    ['a<br>b<hr>c', 'a\nb\nc'],
    ['<table><tr><td>a</td><td>b</td></tr></table>', 'a\tb'],
    ['', ''],
  ])('%s', (html, expected) => {
    expect(htmlText(html)).toBe(expected);
  });

  it('may hold what looks like markup, which is text', () => {
    expect(htmlText('&lt;script&gt;alert(1)&lt;/script&gt;')).toBe('<script>alert(1)</script>');
  });

  it('is read once, however deep and long the page is', () => {
    expect(htmlText('<div>'.repeat(200_000) + 'deep')).toBe('deep');
    expect(htmlText(`<p>${'x'.repeat(3_000_000)}</p>`)).toHaveLength(1_000_000);
    expect(htmlText('<b>x</b><p>'.repeat(200_000))).toHaveLength(399_999);
  });

  it('is shown without direction overrides and control characters', () => {
    expect(displayable('photo_\u202egnp.exe\u2066\u0000\u001b[31m\r\nend')).toBe('photo_gnp.exe[31m\nend');
  });
});
