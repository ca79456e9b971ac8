import { createHash } from 'node:crypto';

/** Text that is HTML already. Only `html` makes it. */
export class Html {
  constructor(readonly text: string) {}
}

type Insert = string | number | Html | readonly Html[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character]!);

const textOf = (insert: Insert): string => {
  if (insert instanceof Html) return insert.text;
  if (typeof insert === 'object') return insert.map((part) => part.text).join('');
  return escape(String(insert));
};

/** A template of HTML in which every inserted text is escaped, in elements and in quoted attributes alike. */
export const html = (parts: TemplateStringsArray, ...inserts: readonly Insert[]): Html =>
  new Html(parts.reduce((text, part, index) => text + textOf(inserts[index - 1]!) + part));

const style = `
a{color:#005ea2}
body{margin:0;font:1.05rem/1.5 system-ui,sans-serif;color:#1b1b1b;background:#fff}
main{max-width:40rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem;line-height:1.2}
ul{list-style:none;padding:0}
li{margin:.5rem 0}
label{display:block;font-weight:600}
input,button{font:inherit;padding:.6rem .8rem;border:2px solid #565c65;border-radius:.25rem;box-sizing:border-box}
input{width:100%;margin:.25rem 0 .5rem}
button{background:#005ea2;border-color:#005ea2;color:#fff;cursor:pointer}
li button{width:100%;text-align:left;background:#fff;color:#1b1b1b;border-color:#565c65}
button:hover{background:#1a4480;color:#fff}
:focus{outline:.25rem solid #2491ff;outline-offset:.1rem}
.notice{border-left:.5rem solid #936f38;background:#faf3d1;padding:.5rem 1rem}
.alert{border-left:.5rem solid #b50909;background:#f4e3db;padding:.5rem 1rem}
`;

/** Headers of every page: no script, no frame, nothing from elsewhere, kept by no cache. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; ` +
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** A whole page without script. */
export const page = (title: string, content: Html): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – Sightline</title>
        ${new Html(`<style>${style}</style>`)}
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`.text;
