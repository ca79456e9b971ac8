import type { Readable } from 'node:stream';
import { DecodeText } from './decode-text.js';

const headingMax = 16_384;
const delimiters = [',', ';', '\t', '|'] as const;

/** What stands between the titles of a heading: a comma, unless another sign parts it into more. */
const delimiterIn = (heading: string): string => {
  const titles = heading.replace(/"[^"]*"/g, '""');
  const parts = (delimiter: string): number => titles.split(delimiter).length;
  return delimiters.reduce<string>((best, each) => (parts(each) > parts(best) ? each : best), ',');
};

/** Reads no more of a file than its heading. A file that cannot be read has commas: whoever reads on finds out why. */
export async function delimiterOf(file: Readable): Promise<string> {
  const decoded = file.pipe(new DecodeText(() => undefined));
  let text = '';
  try {
    const damage = new Promise<never>((_resolve, reject) => file.once('error', reject));
    await Promise.race([
      damage,
      (async () => {
        for await (const chunk of decoded) {
          text += String(chunk);
          if (text.length > headingMax || /[^\s][\r\n]/.test(text)) break;
        }
      })(),
    ]);
  } catch {
    return ',';
  } finally {
    file.destroy();
    decoded.destroy();
  }
  const heading = text.split(/[\r\n]+/).find((line) => line.trim() !== '' && !/^\ufeff?sep=.?$/i.test(line.trim()));
  return delimiterIn(heading ?? '');
}
