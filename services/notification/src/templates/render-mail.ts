import type { Block, MailText, Voice } from './mail-text.js';

/** A mail in the reader's language: the same words as plain text and as simple HTML. */
export interface RenderedMail {
  /** BCP 47 */
  readonly language: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

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

/** `bdi` keeps a name or an address of the other direction from turning the line around it. */
const asHtml = (block: Block): string => {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'heading':
      return `<h2 style="font-size: 1.1em">${escapeHtml(block.text)}</h2>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
    case 'link':
      return `<p><a href="${escapeHtml(block.url)}">${escapeHtml(block.text)}</a><br><bdi dir="ltr">${escapeHtml(block.url)}</bdi></p>`;
  }
};

const body = 'font-family: sans-serif; font-size: 16px; line-height: 1.5; color: #1b1b1b; background: #ffffff';

/** Accessible without tables, pictures or scripts: language and direction, one heading, real lists, contrast of black on white. */
export const renderMail = (
  { language, direction }: Pick<Voice, 'language' | 'direction'>,
  { subject, blocks }: MailText,
): RenderedMail => ({
  language,
  subject,
  text: `${blocks.map(asText).join('\n\n')}\n`,
  html: [
    `<!doctype html><html lang="${language}" dir="${direction}"><head><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>`,
    `<body style="${body}"><main lang="${language}" dir="${direction}" style="max-width: 40em; margin: 0 auto; padding: 1em">`,
    `<h1 style="font-size: 1.25em">${escapeHtml(subject)}</h1>`,
    ...blocks.map(asHtml),
    '</main></body></html>',
  ].join('\n'),
});
