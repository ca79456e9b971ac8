import { describe, expect, it } from '@jest/globals';
import { packageManifest, plantTree } from './planted-tree.js';
import { printedJson, runProgram } from './run-tool.js';

interface Issue {
  readonly file: string;
  readonly exports: readonly { readonly name: string }[];
  readonly files: readonly { readonly name: string }[];
  readonly dependencies: readonly { readonly name: string }[];
  readonly devDependencies: readonly { readonly name: string }[];
  readonly unlisted: readonly { readonly name: string }[];
  readonly unresolved: readonly { readonly name: string }[];
}

const kinds = ['files', 'exports', 'dependencies', 'devDependencies', 'unlisted', 'unresolved'] as const;

const args =
  '--config infra/checks/knip.json --tsConfig infra/checks/tsconfig.knip.json --no-config-hints --reporter json';

describe('knip sees planted dead code', () => {
  it('reports what nothing uses and nothing else', async () => {
    using tree = plantTree(
      {
        'package.json': JSON.stringify({
          name: 'planted',
          private: true,
          type: 'module',
          workspaces: ['libs/*', 'services/*', 'infra/standalone', 'tests'],
          dependencies: { pg: '1.0.0', typeorm: '1.0.0' },
          devDependencies: { 'fast-check': '1.0.0' },
        }),
        'libs/used/package.json': packageManifest('used'),
        'libs/used/src/index.ts': "export { asked, publicButUnasked } from './answers.js';",
        'libs/used/src/answers.ts':
          "import 'pg'; export const asked = 1; export const publicButUnasked = 2; export const forgotten = 3;",
        'libs/used/src/lonely.ts': 'export const lonely = 1;',
        'services/user/package.json': packageManifest('user'),
        'services/user/src/main.ts':
          "import { asked } from '@sightline/used'; import 'uuid'; import './gone.js'; asked;",
        'services/user/src/domain/index.ts': "export { decider } from './decider.js';",
        'services/user/src/domain/decider.ts': 'export const decider = 1;',
        'tests/package.json': packageManifest('tests'),
        'tests/journeys/case.e2e.spec.ts': "import { decider } from '@sightline/user/domain'; decider;",
      },
      {
        rootFiles: ['infra/checks/knip.json', 'infra/checks/tsconfig.knip.json', 'tsconfig.json', 'tsconfig.base.json'],
      },
    );
    const run = await runProgram('node_modules/knip/bin/knip.js', args.split(' '), { folder: tree.root });
    const { issues } = printedJson(run) as { issues: readonly Issue[] };
    const found = issues.flatMap((issue) =>
      kinds.flatMap((kind) =>
        issue[kind].map(({ name }) => `${kind}: ${name}${kind === 'exports' ? ` of ${issue.file}` : ''}`),
      ),
    );
    expect(found.sort()).toEqual([
      'dependencies: typeorm',
      'devDependencies: fast-check',
      'exports: forgotten of libs/used/src/answers.ts',
      'exports: publicButUnasked of libs/used/src/answers.ts',
      'exports: publicButUnasked of libs/used/src/index.ts',
      'files: libs/used/src/lonely.ts',
      'unlisted: uuid',
      'unresolved: ./gone.js',
    ]);
    expect(run.exitCode).not.toBe(0);
  });
});
