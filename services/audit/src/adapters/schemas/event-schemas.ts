import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Generated from the event types and kept beside them; the same place from src/ and from dist/. */
const folder = fileURLToPath(new URL('../../../../../libs/contracts/schemas/', import.meta.url));
const ending = '.schema.json';

export async function readEventSchemas(): Promise<{ readonly type: string; readonly schema: object }[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(ending)).sort();
  return Promise.all(
    files.map(async (file) => ({
      type: file.slice(0, -ending.length),
      schema: JSON.parse(await readFile(path.join(folder, file), 'utf8')) as object,
    })),
  );
}
