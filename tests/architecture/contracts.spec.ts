import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { plantTree } from './planted-tree.js';
import { repositoryFiles } from './repository-files.js';
import { repositoryRoot } from './run-tool.js';

// A quoted word that ends so, as `'in-import'`, is no import.
const specifier = /(?<![-'"\w])(?:from\s*|import\s*\(?\s*|require\s*\(\s*)['"]([^'"]+)['"]/g;

/** Everything a published contract rests on besides itself, package.json included. */
const foundationsOfContracts = (root: string): string[] => {
  const folder = 'libs/contracts';
  const manifest = JSON.parse(fs.readFileSync(path.join(root, folder, 'package.json'), 'utf8')) as Record<
    string,
    unknown
  >;
  return [
    ...Object.keys(manifest).filter((key) => /dependencies$/i.test(key)),
    ...repositoryFiles(root, `${folder}/src`)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .flatMap((file) =>
        [...fs.readFileSync(path.join(root, file), 'utf8').matchAll(specifier)]
          .map(([, target = '']) => target)
          .filter(
            (target) =>
              !path.posix.join(path.posix.dirname(file), target).startsWith(`${folder}/src/`) ||
              !target.startsWith('.'),
          )
          .map((target) => `${file} imports ${target}`),
      ),
  ];
};

describe('libs/contracts imports nothing', () => {
  it('holds in this repository', () => {
    expect(foundationsOfContracts(repositoryRoot)).toEqual([]);
  });

  it('sees a package, a climb out of the folder, a lazy import and a declared dependency', () => {
    using tree = plantTree({
      'libs/contracts/package.json': '{"dependencies":{}}',
      'libs/contracts/src/index.ts':
        "export * from './enums.js';\nimport type { A } from 'cloudevents';\nexport type B = A;",
      'libs/contracts/src/events/a.ts': "export * from '../enums.js';\nimport '../../../policy/src/index.js';",
      'libs/contracts/src/enums.ts': "export const later = () => import('node:fs');",
      'libs/contracts/src/samples.spec.ts': "import 'ajv';",
    });
    expect(foundationsOfContracts(tree.root)).toEqual([
      'dependencies',
      'libs/contracts/src/enums.ts imports node:fs',
      'libs/contracts/src/events/a.ts imports ../../../policy/src/index.js',
      'libs/contracts/src/index.ts imports cloudevents',
    ]);
  });
});
