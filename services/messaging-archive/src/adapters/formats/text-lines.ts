import { formatLimits } from './format-limits.js';

/** Lines without their ends, the same however the text is cut. What a line has beyond its limit is left out. */
export async function* textLines(texts: AsyncIterable<string>): AsyncGenerator<string> {
  const lineMax = formatLimits.lineCharactersMax;
  let pending = '';
  for await (const text of texts) {
    let from = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      yield withoutEnd((pending + text.slice(from, at)).slice(0, lineMax));
      pending = '';
      from = at + 1;
    }
    if (pending.length < lineMax) pending += text.slice(from, from + lineMax);
  }
  if (pending !== '') yield withoutEnd(pending.slice(0, lineMax));
}

const withoutEnd = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
