import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { sightlineEventTypes } from '@sightline/contracts';
import { plantTree } from '../architecture/planted-tree.js';
import { repositoryFiles } from '../architecture/repository-files.js';
import { repositoryRoot } from '../architecture/run-tool.js';

const known = new Set<string>(sightlineEventTypes);

/** Event types named in the product's code that no service publishes. */
const unknownTypes = (root: string): string[] =>
  ['libs', 'services', 'infra/standalone']
    .filter((folder) => fs.existsSync(path.join(root, folder)))
    .flatMap((folder) => repositoryFiles(root, folder))
    .filter((file) => file.endsWith('.ts') && !/\.spec\.ts$|\/testing\//.test(file))
    .flatMap((file) =>
      [...fs.readFileSync(path.join(root, file), 'utf8').matchAll(/'(sightline\.[a-z-]+\.[a-z-]+\.v\d+)'/g)]
        .map(([, type = '']) => type)
        .filter((type) => !known.has(type))
        .map((type) => `${file} names ${type}`),
    );

describe('no consumer names an event type that nobody publishes', () => {
  it('holds in this repository', () => {
    expect(unknownTypes(repositoryRoot)).toEqual([]);
  });

  it('sees a misspelt type and a version that does not exist', () => {
    using tree = plantTree({
      'services/one/src/application/when-task-opened.reaction.ts': `
        export const types = ['sightline.approval.round-opend.v1', 'sightline.approval.round-opened.v1'];`,
      'libs/two/src/index.ts': `export const type = 'sightline.directory.person-changed.v2';`,
    });
    expect(unknownTypes(tree.root)).toEqual([
      'libs/two/src/index.ts names sightline.directory.person-changed.v2',
      'services/one/src/application/when-task-opened.reaction.ts names sightline.approval.round-opend.v1',
    ]);
  });
});
