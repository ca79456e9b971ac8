import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ProcessIdentity } from '@sightline/embedded-postgres';
import { identifyProcess, isSameProcessAlive } from '@sightline/embedded-postgres';

const ownerFile = 'test-run.owner';

/** A new folder below the system's temporary one, marked with the process that uses it. */
export const createOwnedFolder = async (prefix: string): Promise<string> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), prefix));
  // Servers that do not run as root must be able to pass through it.
  await chmod(folder, 0o711);
  await writeFile(path.join(folder, ownerFile), JSON.stringify(await identifyProcess(process.pid)));
  return folder;
};

const isAbandoned = async (folder: string): Promise<boolean> => {
  try {
    return !(await isSameProcessAlive(
      JSON.parse(await readFile(path.join(folder, ownerFile), 'utf8')) as ProcessIdentity,
    ));
  } catch {
    return false;
  }
};

/** Removes what killed test runs left behind: `stopInside` ends the server in such a folder, then the folder goes. */
export const clearAbandonedFolders = async (
  prefix: string,
  stopInside: (folder: string) => Promise<void>,
): Promise<void> => {
  for (const name of await readdir(os.tmpdir())) {
    const folder = path.join(os.tmpdir(), name);
    if (!name.startsWith(prefix) || !(await isAbandoned(folder))) continue;
    await stopInside(folder);
    await rm(folder, { recursive: true, force: true });
  }
};
