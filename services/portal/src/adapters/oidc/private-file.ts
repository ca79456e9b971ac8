import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

const ownerOnly = 0o600;

const isCode = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException).code === code;

/** The file's text, or undefined when there is none. */
export const readPrivateFile = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
};

const writeBeside = async (file: string, text: string): Promise<string> => {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const beside = `${file}.${randomUUID()}.new`;
  const handle = await open(beside, 'wx', ownerOnly);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await chmod(beside, ownerOnly);
  return beside;
};

/** Replaces the file as a whole (written beside it, flushed, renamed), readable by its owner only. */
export const writePrivateFile = async (file: string, text: string): Promise<void> => {
  await rename(await writeBeside(file, text), file);
};

/** The file's text; when there is none, `make` is written first. Of two processes that start at once, one text wins. */
export const readOrCreatePrivateFile = async (file: string, make: () => Promise<string>): Promise<string> => {
  const existing = await readPrivateFile(file);
  if (existing !== undefined) return existing;
  const beside = await writeBeside(file, await make());
  try {
    await link(beside, file);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(beside);
  }
  return readFile(file, 'utf8');
};
