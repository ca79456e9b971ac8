import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { repositoryRoot } from './run-tool.js';

export interface PlantedTree extends Disposable {
  readonly root: string;
}

/**
 * A small repository in a folder of its own, with violations in it, for a tool to find. It has the root files named and,
 * under node_modules, links to the npm packages named and to each planted package by its `@sightline` name.
 */
export const plantTree = (
  files: Readonly<Record<string, string>>,
  from: { readonly rootFiles?: readonly string[]; readonly npm?: readonly string[] } = {},
): PlantedTree => {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'sightline-planted-')));
  const write = (file: string, text: string): void => {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  };
  const link = (name: string, target: string): void => {
    const place = path.join(root, 'node_modules', name);
    fs.mkdirSync(path.dirname(place), { recursive: true });
    fs.symlinkSync(target, place);
  };
  for (const file of from.rootFiles ?? []) write(file, fs.readFileSync(path.join(repositoryRoot, file), 'utf8'));
  for (const name of from.npm ?? []) link(name, path.join(repositoryRoot, 'node_modules', name));
  for (const [file, text] of Object.entries(files)) write(file, text);
  for (const file of Object.keys(files))
    if (/^(libs|services)\/[^/]+\/package\.json$/.test(file))
      link(`@sightline/${path.basename(path.dirname(file))}`, path.join(root, path.dirname(file)));
  return { root, [Symbol.dispose]: () => fs.rmSync(root, { recursive: true, force: true }) };
};

/** A package.json with the exports every package of this repository has. */
export const packageManifest = (name: string): string =>
  JSON.stringify({
    name: `@sightline/${name}`,
    version: '0.1.0',
    private: true,
    type: 'module',
    exports: {
      '.': { 'sightline-source': './src/index.ts', default: './dist/index.js' },
      './domain': { 'sightline-source': './src/domain/index.ts', default: './dist/domain/index.js' },
    },
  });
