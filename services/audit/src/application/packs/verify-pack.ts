import { createHash } from 'node:crypto';
import { readVerifierKey } from '../signed-note.js';
import { PackReader } from './pack-reader.js';
import { manifestText, type ManifestLine } from './pack-lines.js';
import { isCanonicalJson } from '../../domain/index.js';
import { PackProblem } from './pack-problem.js';

export type PackVerdict =
  | { readonly whole: true; readonly events: number; readonly cases: number; readonly size: number }
  /** `line` from 1; 0 for the pack as a whole. */
  | { readonly whole: false; readonly line: number; readonly problem: string };

/** No line of a pack is longer: an event holds 500 ids at most, a policy some pages. */
const lineBytesMax = 16 * 1024 * 1024;
const lineFeed = 0x0a;

/** The lines of a stream as bytes, each with its line feed; the last one without when the stream ends so. */
async function* linesOf(pack: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let held = 0;
  for await (const chunk of pack) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let from = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, from)) {
      const part = bytes.subarray(from, end + 1);
      yield rest.length === 0 ? part : Buffer.concat([...rest, part]);
      rest = [];
      held = 0;
      from = end + 1;
    }
    if (from < bytes.length) rest.push(bytes.subarray(from));
    held += bytes.length - from;
    if (held > lineBytesMax) throw new PackProblem('the line is longer than any line of a pack');
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}

/**
 * Reads a pack once, from its first byte to its last, and says that it is whole or what is the first thing wrong. Needs
 * nothing but the public key, which must come from outside of the pack.
 * @throws InvalidNoteKey when the key is none
 */
export async function verifyPack(pack: AsyncIterable<Uint8Array>, publicKey: string): Promise<PackVerdict> {
  const verifier = readVerifierKey(publicKey);
  const reader = new PackReader(verifier);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const sum = createHash('sha256');
  let lines = 0;
  let bytes = 0;
  let manifest: ManifestLine | undefined;
  try {
    for await (const line of linesOf(pack)) {
      lines += 1;
      if (manifest) throw new PackProblem('something follows the signed end of the pack');
      const text = decodeLine(decoder, line);
      const value = parseLine(text);
      if (value.kind === 'manifest') manifest = value as ManifestLine;
      else {
        sum.update(line);
        bytes += line.length;
        reader.take(value, text);
      }
    }
    lines += 1;
    if (!manifest) throw new PackProblem('the pack breaks off before its signed end');
    reader.end();
    if (
      verifier.open(manifest.note) !==
      manifestText(verifier.name, { lines: lines - 2, bytes, digest: sum.digest('base64') })
    )
      throw new PackProblem('the bytes of the pack are not the ones that were signed');
    return { whole: true, events: reader.events, cases: reader.cases, size: reader.size };
  } catch (error) {
    if (error instanceof PackProblem) return { whole: false, line: lines, problem: error.message };
    throw error;
  }
}

function decodeLine(decoder: { decode(bytes: Uint8Array): string }, line: Buffer): string {
  if (line.at(-1) !== lineFeed) throw new PackProblem('the pack breaks off in the middle of a line');
  try {
    return decoder.decode(line.subarray(0, -1));
  } catch {
    throw new PackProblem('the line is no text');
  }
}

function parseLine(text: string): { readonly kind: unknown } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new PackProblem('the line is no JSON');
  }
  if (typeof value !== 'object' || value === null || !('kind' in value))
    throw new PackProblem('the line is of no kind that a pack has');
  // One value has one spelling: no byte of it can be another without its value being another.
  if (!isCanonicalJson(value, text)) throw new PackProblem('the line is not written as a pack writes it');
  return value;
}
