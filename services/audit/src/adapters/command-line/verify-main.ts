// npm run verify -- <pack> --key <public key>: says whether a pack of the history is whole. No server, no network.
import { createReadStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { verifyPack } from '../../application/packs/verify-pack.js';
import { InvalidNoteKey } from '../../application/signed-note.js';

/** 0: whole. 1: something is wrong with the pack. 2: it could not be looked at. */
const exit = (code: 0 | 1 | 2, line: string): void => {
  (code === 0 ? process.stdout : process.stderr).write(`${line}\n`);
  process.exitCode = code;
};

try {
  const { values, positionals } = parseArgs({ options: { key: { type: 'string' } }, allowPositionals: true });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0 || values.key === undefined)
    throw new TypeError('usage: npm run verify -- <pack> --key <public key of the history>');
  const verdict = await verifyPack(createReadStream(file, { highWaterMark: 1 << 20 }), values.key);
  if (verdict.whole) {
    const { events, cases, size } = verdict;
    exit(
      0,
      `Whole: ${events} events${cases > 0 ? ` of ${cases} ${cases === 1 ? 'case' : 'cases'}` : ''}, proved against a history of ${size} events.`,
    );
  } else exit(1, `Not whole. Line ${verdict.line}: ${verdict.problem}.`);
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  const known = error instanceof InvalidNoteKey || error instanceof TypeError || code !== undefined;
  exit(2, known ? message : String(error));
}
