import fs from 'node:fs';
import path from 'node:path';

const madeByTools = new Set(['node_modules', 'dist', '.git', '.nx', '.cache', '.data']);

/** Every file of a tree but what tools make, by its path from the root, in order. */
export const repositoryFiles = (root: string, folder = ''): string[] =>
  fs
    .readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => !madeByTools.has(entry.name))
    .flatMap((entry) => {
      const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? repositoryFiles(root, file) : [file];
    })
    .sort();
