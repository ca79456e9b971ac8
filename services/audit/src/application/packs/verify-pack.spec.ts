import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { EventEnvelope } from '@sightline/contracts';
import fc from 'fast-check';
import { memoryHistory, signerOf } from '../../testing/memory-history.js';
import { caseEvents } from '../../../testing/sample-events.js';
import { canonicalJson } from '../../domain/index.js';
import { signManifest } from './pack-lines.js';
import { verifyPack } from './verify-pack.js';
import { writePack, type PackOrder } from './write-pack.js';

const cases = Array.from({ length: 9 }, (_, index) => `0190a6b2-0000-7000-8000-00000000000${index}`);
/** Three events a case, the cases crossing one another, each stream counted. */
const events = Array.from({ length: 3 }, (_, step) => cases.map((caseId) => caseEvents(caseId)[step]!))
  .flat()
  .map((event, index): EventEnvelope => ({
    ...event,
    ...{ epoch: 1, position: index + 1, subject: `request/${event.correlationid}` },
    subjectversion: Math.floor(index / cases.length) + 1,
  }));
const { heads, source } = memoryHistory(events, [5, 20]);
const key = heads.signer.verifierKey;
const size = events.length;
const orders: Readonly<Record<string, PackOrder>> = {
  all: { scope: { all: true }, size, holds: { from: 0, to: size } },
  'a period': { scope: { from: '2026-09-14', until: '2026-09-15' }, size, holds: { from: 5, to: 17 } },
  'a case': { scope: { case: cases[4]! }, size, holds: { cases: [cases[4]!] } },
  'a building': { scope: { building: cases[0]! }, size, holds: { cases: cases.slice(2, 5) } },
};

const written = async (order: PackOrder): Promise<string[]> => {
  const lines: string[] = [];
  for await (const line of writePack(heads, source, order)) lines.push(line);
  return lines;
};
const verdictOf = (pack: string | Uint8Array) => verifyPack(Readable.from([Buffer.from(pack)]), key);

/** As somebody would who has the signing key too: the last line signs whatever stands before it. */
const signedAgain = (lines: readonly string[]): string => {
  const body = lines.slice(0, -1).join('');
  const manifest = {
    lines: lines.length - 1,
    bytes: Buffer.byteLength(body),
    digest: hash('sha256', body, 'base64'),
  };
  return `${body}${canonicalJson({ kind: 'manifest', note: signManifest(heads.signer, manifest) })}\n`;
};

describe.each(Object.keys(orders))('a pack of %s', (name) => {
  let lines: string[];
  let pack: Buffer;
  const places = (kind: string): number[] =>
    lines.flatMap((line, index) => (JSON.parse(line).kind === kind ? [index] : []));

  beforeAll(async () => {
    lines = await written(orders[name]!);
    pack = Buffer.from(lines.join(''));
  });

  it('is whole, and the same each time', async () => {
    expect(await verdictOf(pack)).toEqual({
      whole: true,
      events: places('event').length,
      cases: places('case').length,
      size,
    });
    expect(await written(orders[name]!)).toEqual(lines);
  });

  it('is not whole when any byte of it is another', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(pack.length - 1), fc.integer({ min: 1, max: 255 }), async (place, change) => {
        const changed = Buffer.from(pack);
        changed[place]! ^= change;
        expect(await verdictOf(changed)).toMatchObject({ whole: false });
      }),
      { numRuns: 600 },
    );
  });

  it('is not whole when it is cut off or goes on', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(pack.length - 1), async (length) => {
        expect(await verdictOf(pack.subarray(0, length))).toMatchObject({ whole: false });
        expect(await verdictOf(Buffer.concat([pack, pack.subarray(0, length + 1)]))).toMatchObject({ whole: false });
      }),
      { numRuns: 100 },
    );
  });

  it('is not whole when an event is dropped, doubled, swapped or altered, even under a manifest signed anew', async () => {
    const place = fc.nat(places('event').length - 1).map((index) => places('event')[index]!);
    const drop = (at: number) => lines.toSpliced(at, 1);
    const double = (at: number) => lines.toSpliced(at, 0, lines[at]!);
    const alter = (at: number) => lines.with(at, lines[at]!.replace('"actor":"system:', '"actor":"person:'));
    const swap = (at: number, other: number) => lines.with(at, lines[other]!).with(other, lines[at]!);
    await fc.assert(
      fc.asyncProperty(place, place, async (at, other) => {
        const wrong = [drop(at), double(at), alter(at), ...(at === other ? [] : [swap(at, other)])];
        for (const changed of wrong) {
          expect(await verdictOf(changed.join(''))).toMatchObject({ whole: false });
          const verdict = await verdictOf(signedAgain(changed));
          expect(verdict).toMatchObject({ whole: false });
          expect(verdict).not.toMatchObject({ problem: expect.stringContaining('bytes of the pack') });
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is nobody else’s', async () => {
    expect(await verifyPack(Readable.from([pack]), signerOf(2).verifierKey)).toEqual({
      whole: false,
      line: 1,
      problem: 'the tree head is not signed with the key that was given',
    });
  });
});

describe('what is wrong with a pack', () => {
  it('is named, with its line', async () => {
    const lines = await written(orders['a case']!);
    const first = lines.findIndex((line) => line.startsWith('{"event"'));
    expect(await verdictOf(lines.toSpliced(first + 1, 1).join(''))).toEqual({
      whole: false,
      line: first + 2,
      problem: `an event of request/${cases[4]} is missing or out of place before its version 3`,
    });
    const altered = lines.with(first, lines[first]!.replace('"actor":"system:', '"actor":"person:'));
    expect(await verdictOf(altered.join(''))).toMatchObject({
      line: first + 1,
      problem: 'event 5 of the ledger is not what was signed: it or its proof was changed',
    });
  });

  it('is found in what is no pack at all', async () => {
    for (const text of ['', '\n', '{}\n', '[]\n', '{"kind":"pack"}\n', '{"kind":"event"}\n', 'hello', '\ufeff{}\n'])
      expect(await verdictOf(text)).toMatchObject({ whole: false });
  });

  it('is found whatever the pieces in which the pack arrives', async () => {
    const pack = Buffer.from((await written(orders['all']!)).join(''));
    const pieces = Array.from({ length: Math.ceil(pack.length / 7) }, (_, index) =>
      pack.subarray(index * 7, index * 7 + 7),
    );
    expect(await verifyPack(Readable.from(pieces), key)).toMatchObject({ whole: true });
  });
});
