import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ReckoningSigner } from '../../application/imports/import-ports.js';

/** The key that signs reckonings of imports: Ed25519, a file for its owner alone, made at the first start. */
export async function reckoningKeyFile(file: string): Promise<ReckoningSigner> {
  const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  const key = createPrivateKey(kept ?? (await madeOnce(file)));
  return {
    publicKey: createPublicKey(key).export({ format: 'pem', type: 'spki' }).toString(),
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64'),
  };
}

async function madeOnce(file: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const own = `${file}.${process.pid}.new`;
  const made = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' });
  await writeFile(own, made, { mode: 0o600 });
  try {
    // Fails when another process was first: its key stands.
    await link(own, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(own, { force: true });
  }
  return readFile(file, 'utf8');
}
