// Direction overrides make a text read as something else; other controls do nothing good in a page or a terminal.
const inert = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff]|(?![\n\t])\p{Cc}|\p{Cs}/gu;

/** A text as it may be shown: no direction overrides and no control characters but line breaks and tabs. */
export const displayable = (text: string): string => text.replace(/\r\n?/gu, '\n').replace(inert, '');
