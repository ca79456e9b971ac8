import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { FolderBlobStore } from '../../adapters/blobs/folder-blob-store.js';
import { masterKeyFile } from '../../adapters/keys/master-key-file.js';
import { SealBroken } from '../sealed-content.js';
import { KeyDestroyed, KeyRing, scopeOf, type WrappedKey } from './key-ring.js';
import { open, seal } from './sealed-box.js';
import { SealedBlobs } from './sealed-blobs.js';
import { openStream, sealStream } from './sealed-stream.js';

const bytes = fc.uint8Array({ maxLength: 2_000 });
const whole = async (parts: AsyncIterable<Uint8Array>): Promise<Buffer> => buffer(Readable.from(parts));
const streamOf = (content: Uint8Array, piece: number) =>
  Readable.from(
    (function* () {
      for (let at = 0; at < content.length; at += piece) yield Buffer.from(content.subarray(at, at + piece));
    })(),
  );

describe('a sealed value', () => {
  it('opens in its place under its key to what it was', () => {
    fc.assert(
      fc.property(bytes, fc.string(), (content, place) => {
        const key = randomBytes(32);
        expect(open(key, place, seal(key, place, content)).equals(content)).toBe(true);
      }),
    );
  });

  it('opens nowhere else, under no other key, and not when a single bit was changed', () => {
    fc.assert(
      fc.property(bytes, fc.nat(), (content, where) => {
        const key = randomBytes(32);
        const sealed = seal(key, 'here', content);
        expect(() => open(key, 'there', sealed)).toThrow(SealBroken);
        expect(() => open(randomBytes(32), 'here', sealed)).toThrow(SealBroken);
        sealed[where % sealed.length]! ^= 1 << (where % 8);
        expect(() => open(key, 'here', sealed)).toThrow(SealBroken);
      }),
    );
  });
});

describe('a sealed stream', () => {
  const lengths = fc.constantFrom(0, 1, 65_535, 65_536, 65_537, 131_072, 200_000);

  it('opens to what it was, whatever its length and the pieces it comes in', async () => {
    await fc.assert(
      fc.asyncProperty(lengths, fc.integer({ min: 100, max: 90_000 }), async (length, piece) => {
        const [key, content] = [randomBytes(32), randomBytes(length)];
        const sealed = await whole(sealStream(key, streamOf(content, piece)));
        expect((await whole(openStream(key, streamOf(sealed, piece)))).equals(content)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('does not open when it was changed, cut off, lengthened or reordered, or under another key', async () => {
    await fc.assert(
      fc.asyncProperty(lengths, fc.nat(), async (length, where) => {
        const [key, content] = [randomBytes(32), randomBytes(length)];
        const sealed = await whole(sealStream(key, streamOf(content, 70_000)));
        const changed = Buffer.from(sealed);
        changed[where % sealed.length]! ^= 1;
        const chunk = 65_552;
        const reordered = Buffer.concat([
          sealed.subarray(0, 36),
          sealed.subarray(36 + chunk, 36 + 2 * chunk),
          sealed.subarray(36, 36 + chunk),
          sealed.subarray(36 + 2 * chunk),
        ]);
        const broken = [changed, sealed.subarray(0, sealed.length - 1), Buffer.concat([sealed, Buffer.of(0)])];
        if (length > 65_536) broken.push(reordered, sealed.subarray(0, 36 + chunk));
        for (const each of broken)
          await expect(whole(openStream(key, streamOf(each, 50_000)))).rejects.toThrow(SealBroken);
        await expect(whole(openStream(randomBytes(32), streamOf(sealed, 50_000)))).rejects.toThrow(SealBroken);
      }),
      { numRuns: 20 },
    );
  });
});

describe('keys and blobs of authorizations', () => {
  const inFolder = async (work: (folder: string) => Promise<void>): Promise<void> => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'sightline-sealing-'));
    try {
      await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  const ringOver = async (file: string, rows: WrappedKey[]): Promise<KeyRing> => {
    let made = 0;
    const table = {
      byScope: (scopes: readonly string[]) => Promise.resolve(rows.filter(({ scope }) => scopes.includes(scope))),
      byId: (ids: readonly string[]) => Promise.resolve(rows.filter(({ keyId }) => ids.includes(keyId))),
      add: (keys: readonly WrappedKey[]) => Promise.resolve(void rows.push(...keys)),
    };
    return new KeyRing(table, await masterKeyFile(file), () => `key-${(made += 1)}`);
  };

  it('are their own: what one sealed, no other opens; another start with the same file opens all of it', () =>
    inFolder(async (folder) => {
      const rows: WrappedKey[] = [];
      const file = path.join(folder, 'master.key');
      const ring = await ringOver(file, rows);
      const [one, other] = await Promise.all(['one', 'other'].map((id) => ring.ofScope(scopeOf(id))));
      const sealed = seal(one!.content, 'm', Buffer.from('words'));
      expect(() => open(other!.content, 'm', sealed)).toThrow(SealBroken);
      expect(one!.search.equals(other!.search)).toBe(false);
      const again = await (await ringOver(file, rows)).ofScope(scopeOf('one'));
      expect(open(again.content, 'm', sealed).toString()).toBe('words');
      const elsewhere = await ringOver(path.join(folder, 'another.key'), rows);
      await expect(elsewhere.ofScope(scopeOf('one'))).rejects.toThrow(SealBroken);
    }));

  it('seal nothing new once they are destroyed', () =>
    inFolder(async (folder) => {
      const rows: WrappedKey[] = [];
      const file = path.join(folder, 'master.key');
      await (await ringOver(file, rows)).ofScope(scopeOf('one'));
      const destroyed = rows.map((row) => ({ ...row, wrapped: null }));
      const ring = await ringOver(file, destroyed);
      await expect(ring.ofScope(scopeOf('one'))).rejects.toThrow(KeyDestroyed);
      expect((await ring.ofIds(['key-1'])).size).toBe(0);
    }));

  it('refuse a master key file that holds no key, instead of making another', () =>
    inFolder(async (folder) => {
      const file = path.join(folder, 'master.key');
      await writeFile(file, 'nonsense');
      await expect(masterKeyFile(file)).rejects.toMatchObject({ name: 'UnreadableMasterKey' });
      expect(await readFile(file, 'utf8')).toBe('nonsense');
    }));

  it('keep the same bytes once, unreadable on the disk, and notice when a file was changed', () =>
    inFolder(async (folder) => {
      const key = await (await ringOver(path.join(folder, 'master.key'), [])).ofScope(scopeOf('one'));
      const blobs = new SealedBlobs(new FolderBlobStore(path.join(folder, 'blobs')));
      const content = Buffer.from('The bus leaves at five.');
      const kept = await blobs.keep({ bytes: content }, key);
      const file = path.join(folder, 'original');
      await writeFile(file, content);
      expect(await blobs.keep({ file }, key)).toEqual(kept);
      const names = (await readdir(path.join(folder, 'blobs'), { recursive: true })).filter((name) =>
        name.includes('/'),
      );
      expect(names).toHaveLength(1);
      const onDisk = path.join(folder, 'blobs', names[0]!);
      expect((await readFile(onDisk)).includes('bus')).toBe(false);
      expect((await buffer((await blobs.open(kept.storedAs, key))!)).equals(content)).toBe(true);
      const changed = await readFile(onDisk);
      changed[changed.length - 20]! ^= 1;
      await writeFile(onDisk, changed);
      await expect(buffer((await blobs.open(kept.storedAs, key))!)).rejects.toThrow(SealBroken);
    }));
});
