import { english } from './english.js';
import { spanish } from './spanish.js';
import type { AlertContents, Block, MailText, MailWords, NoticeContents } from './mail-words.js';

/** A mail in the reader's language: the same words as plain text and as simple HTML. */
export interface RenderedMail {
  readonly language: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const languages: ReadonlyMap<string, MailWords> = new Map([english, spanish].map((words) => [words.language, words]));

/** The words for a BCP 47 tag, by its language alone; English where the language is not spoken here. */
const wordsFor = (language: string): MailWords => languages.get(language.split(/[-_]/)[0]!.toLowerCase()) ?? english;

const escaped: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => escaped[character]!);

const asText = (block: Block): string => {
  switch (block.kind) {
    case 'paragraph':
      return block.text;
    case 'heading':
      return block.text.toUpperCase();
    case 'list':
      return block.items.map((item) => `- ${item}`).join('\n');
    case 'link':
      return `${block.text}:\n${block.url}`;
  }
};

const asHtml = (block: Block): string => {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'heading':
      return `<h2>${escapeHtml(block.text)}</h2>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
    case 'link':
      return `<p><a href="${escapeHtml(block.url)}">${escapeHtml(block.text)}</a></p>`;
  }
};

const render = (language: string, { subject, blocks }: MailText): RenderedMail => ({
  language,
  subject,
  text: `${blocks.map(asText).join('\n\n')}\n`,
  html: [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>`,
    `<body style="font-family: sans-serif; font-size: 16px; line-height: 1.5; max-width: 40em"><h1 style="font-size: 1.25em">${escapeHtml(subject)}</h1>`,
    ...blocks.map(asHtml),
    '</body></html>',
  ].join('\n'),
});

export const renderNotice = (language: string, contents: NoticeContents): RenderedMail => {
  const words = wordsFor(language);
  return render(words.language, words.notice(contents));
};

export const renderAlert = (language: string, contents: AlertContents): RenderedMail => {
  const words = wordsFor(language);
  return render(words.language, words.alert(contents));
};
