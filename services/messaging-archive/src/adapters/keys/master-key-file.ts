import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, open as openFile, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { derivedKey, open, seal } from '../../application/sealing/sealed-box.js';
import type { KeyWrapping } from '../../application/sealing/key-ring.js';

/** The file holds something else than a key: starting with a new one would lose every message. */
class UnreadableMasterKey extends Error {
  override readonly name = 'UnreadableMasterKey';
}

async function makeOnce(file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const own = `${file}.${process.pid}.new`;
  const handle = await openFile(own, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(32).toString('hex')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    // Fails when another process was first: its key stands.
    await link(own, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(own, { force: true });
  }
}

/**
 * The master key as a file for its owner alone: 32 bytes in hex, made at the first start. Whoever loses it loses every
 * sealed message; a backup holds it.
 * @throws UnreadableMasterKey
 */
export async function masterKeyFile(file: string): Promise<KeyWrapping> {
  let text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) {
    await makeOnce(file);
    text = await readFile(file, 'utf8');
  }
  if (!/^[0-9a-f]{64}\n?$/.test(text)) throw new UnreadableMasterKey(`${file} holds no key of 32 bytes in hex`);
  const master = Buffer.from(text.trim(), 'hex');
  const wrapping = derivedKey(master, 'wrapping');
  return {
    masterKeyId: createHash('sha256').update(derivedKey(master, 'name')).digest('hex').slice(0, 16),
    wrap: (dataKey, scope) => Promise.resolve(seal(wrapping, `key/${scope}`, dataKey)),
    unwrap: (wrapped, scope) => Promise.resolve().then(() => open(wrapping, `key/${scope}`, wrapped)),
  };
}
