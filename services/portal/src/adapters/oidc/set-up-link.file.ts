import path from 'node:path';
import type { SetUpLinkStore } from '../../application/set-up-first-operator.handler.js';
import type { SetUpLink } from '../../domain/set-up-link.js';
import { readPrivateFile, writePrivateFile } from './private-file.js';

/** Keeps the set-up link in a file beside the keys (0600, replaced as a whole). */
export const setUpLinkFile = (folder: string): SetUpLinkStore => {
  const file = path.join(folder, 'set-up-link.json');
  return {
    async read() {
      const text = await readPrivateFile(file);
      return text === undefined ? undefined : (JSON.parse(text) as SetUpLink);
    },
    write: (link) => writePrivateFile(file, JSON.stringify(link)),
  };
};
