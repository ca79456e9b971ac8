import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { plantTree } from './planted-tree.js';
import { repositoryFiles } from './repository-files.js';
import { printedJson, repositoryRoot, runProgram } from './run-tool.js';

const projects = ['unit', 'integration', 'journeys'] as const;
type Project = (typeof projects)[number];

const looksLikeASpec = (file: string): boolean =>
  /[.-](spec|test)\.[cm]?[jt]sx?$/.test(file) || /(^|\/)__tests__\//.test(file);

const claimedBy = async (root: string, project: Project): Promise<string[]> => {
  const config = path.join(root, 'tests/jest.config.mjs');
  const args = ['-c', config, '--selectProjects', project, '--listTests', '--json'];
  const listed = await runProgram('node_modules/jest/bin/jest.js', args, { folder: root });
  const files = printedJson({ ...listed, stdout: listed.stdout.trim() || '[]' }) as string[];
  return files.map((file) => path.relative(root, file));
};

/** What is wrong with the spec files of a tree: one nobody runs, one that runs twice, a project that runs nothing. */
const specFileProblems = (
  looksLikeSpecs: readonly string[],
  claims: ReadonlyMap<Project, readonly string[]>,
): string[] => [
  ...looksLikeSpecs.flatMap((file) => {
    const owners = projects.filter((project) => claims.get(project)?.includes(file));
    if (owners.length === 1) return [];
    return [owners.length === 0 ? `${file} runs in no project` : `${file} runs in ${owners.join(' and ')}`];
  }),
  ...projects.filter((project) => !claims.get(project)?.length).map((project) => `${project} runs nothing`),
];

const problemsOf = async (root: string): Promise<string[]> => {
  const claims = await Promise.all(projects.map(async (project) => [project, await claimedBy(root, project)] as const));
  return specFileProblems(repositoryFiles(root).filter(looksLikeASpec), new Map(claims));
};

describe('every spec file belongs to exactly one jest project', () => {
  it('holds in this repository', async () => {
    expect(await problemsOf(repositoryRoot)).toEqual([]);
  });

  it('sees a spec whose name no project matches, and a project without specs', async () => {
    using tree = plantTree(
      {
        'libs/planted/src/right.spec.ts': '',
        'libs/planted/src/right.int.spec.ts': '',
        'libs/planted/src/wrong.test.ts': '',
        'libs/planted/src/wrong.spec.tsx': '',
        'libs/planted/src/wrong.e2e.spec.ts': '',
        'libs/planted/src/__tests__/wrong.ts': '',
        'infra/scripts/wrong.spec.mjs': '',
      },
      {
        rootFiles: [
          'package.json',
          'tests/jest.config.mjs',
          'tests/infrastructure/global-setup.mjs',
          'tests/infrastructure/global-teardown.mjs',
        ],
        npm: ['@swc/jest', '@swc/core'],
      },
    );
    expect(await problemsOf(tree.root)).toEqual([
      'infra/scripts/wrong.spec.mjs runs in no project',
      'libs/planted/src/__tests__/wrong.ts runs in no project',
      'libs/planted/src/wrong.e2e.spec.ts runs in no project',
      'libs/planted/src/wrong.spec.tsx runs in no project',
      'libs/planted/src/wrong.test.ts runs in no project',
      'journeys runs nothing',
    ]);
  });

  it('sees a spec that two projects claim', () => {
    const claims = new Map<Project, string[]>([
      ['unit', ['a.spec.ts', 'b.int.spec.ts']],
      ['integration', ['b.int.spec.ts']],
      ['journeys', ['c.e2e.spec.ts']],
    ]);
    expect(specFileProblems(['a.spec.ts', 'b.int.spec.ts', 'c.e2e.spec.ts'], claims)).toEqual([
      'b.int.spec.ts runs in unit and integration',
    ]);
  });
});
