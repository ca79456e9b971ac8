import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { encodeSigningKey, readSigningKey, type NoteSigner } from '../../application/signed-note.js';

const existing = (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });

/** A new key under a name that no other history has. */
export const newSigningKey = (publicUrl: string): string =>
  encodeSigningKey(`${new URL(publicUrl).host}/history/${randomBytes(4).toString('hex')}`, randomBytes(32));

/**
 * Reads the key that signs tree heads and packs, and makes it when there is none: one line, readable by its owner only.
 * Of several processes that make one at the same time all read the same.
 */
export async function openSigningKey(file: string, publicUrl: string): Promise<NoteSigner> {
  const kept = await existing(file);
  if (kept !== undefined) return readSigningKey(kept.trim());
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const written = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(written, `${newSigningKey(publicUrl)}\n`, { mode: 0o600, flag: 'wx' });
  await chmod(written, 0o600);
  // A link is whole or not there, and fails when another was faster.
  await link(written, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(written);
  return readSigningKey((await readFile(file, 'utf8')).trim());
}
