import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { plantTree } from './planted-tree.js';
import { repositoryFiles } from './repository-files.js';
import { repositoryRoot, runProgram } from './run-tool.js';

const textFile =
  /\.(ts|mjs|cjs|js|json|md|ya?ml|sql|sh|html|css|toml|txt)$|(^|\/)(Dockerfile|run|\.[a-z]+rc|\.gitignore)[^/]*$/;
/** Assembled, so that this file does not hold what it looks for. */
const machinePath = new RegExp(
  `(?<![\\w.@/:}-])/(${['wo' + 'rk', 'tm' + 'p', 'ro' + 'ot', 'ho' + 'me', 'Us' + 'ers'].join('|')})/`,
);
const registryAddress = new RegExp(`https?://[^\\s"']*(registry|artifactory|nexus|${'npm' + 'js'}|verdaccio)`, 'i');

const addressProblems = (root: string): string[] =>
  repositoryFiles(root)
    .filter((file) => textFile.test(file))
    .flatMap((file) =>
      fs
        .readFileSync(path.join(root, file), 'utf8')
        .split('\n')
        .flatMap((line, index) => [
          ...(machinePath.test(line) ? [`${file}:${index + 1} names a path of one machine`] : []),
          ...(registryAddress.test(line) ? [`${file}:${index + 1} names a registry`] : []),
        ]),
    );

const licenceName = /(^|[./-])(licen[cs]e|copying)/i;

const licenceProblems = (root: string): string[] => {
  const files = repositoryFiles(root);
  const fixtures = new Set(files.flatMap((file) => /^tests\/fixtures\/[^/]+(?=\/)/.exec(file) ?? []));
  const licence = files.includes('LICENSE') ? fs.readFileSync(path.join(root, 'LICENSE'), 'utf8') : '';
  return [
    ...(/Apache License\s+Version 2\.0/.test(licence) ? [] : ['LICENSE does not hold the Apache License 2.0']),
    ...files
      .filter((file) => /^((libs|services)\/[^/]+\/|infra\/standalone\/|tests\/)?package\.json$/.test(file))
      .filter((file) => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8')).license !== 'Apache-2.0')
      .map((file) => `${file} names another licence`),
    ...[...fixtures]
      .filter((folder) => !files.some((file) => file.startsWith(folder) && licenceName.test(file.slice(folder.length))))
      .map((folder) => `${folder} has no licence beside it`),
  ];
};

const lockProblems = async (file: string): Promise<string[]> => {
  const { stderr } = await runProgram('infra/scripts/fix-lock.mjs', ['--check', file]);
  return stderr.split('\n').filter((line) => line !== '' && !line.includes('Warning'));
};

describe('no file tells where it was made', () => {
  it('holds in this repository', () => {
    expect(addressProblems(repositoryRoot)).toEqual([]);
  });

  it('sees a machine path and a registry address', () => {
    using tree = plantTree({
      'README.md': `see /${'ho' + 'me'}/somebody/notes\nand /api/v1/people\n`,
      'libs/a/src/a.ts': `const a = '/${'tm' + 'p'}/x';\nconst b = 'https://${'regi' + 'stry'}.example.org/x';\nconst c = './home/page';\n`,
    });
    expect(addressProblems(tree.root)).toEqual([
      'README.md:1 names a path of one machine',
      'libs/a/src/a.ts:1 names a path of one machine',
      'libs/a/src/a.ts:2 names a registry',
    ]);
  });
});

describe('licences', () => {
  it('stand beside everything in this repository', () => {
    expect(licenceProblems(repositoryRoot)).toEqual([]);
  });

  it('are missed where they are missing', () => {
    using tree = plantTree({
      'package.json': '{"license":"MIT"}',
      'tests/fixtures/bare/users.csv': '',
      'tests/fixtures/covered/users.csv': '',
      'tests/fixtures/covered/LICENSE.txt': '',
      'tests/fixtures/named/users.csv': '',
      'tests/fixtures/named.LICENSE': '',
    });
    expect(licenceProblems(tree.root)).toEqual([
      'LICENSE does not hold the Apache License 2.0',
      'package.json names another licence',
      'tests/fixtures/bare has no licence beside it',
    ]);
  });
});

describe('the lock file is one that npm ci accepts anywhere', () => {
  it('holds for package-lock.json', async () => {
    expect(await lockProblems(path.join(repositoryRoot, 'package-lock.json'))).toEqual([]);
  });

  it('sees a registry address, a missing platform package and one of a wrong version, and repairs them', async () => {
    using tree = plantTree({
      'package-lock.json': JSON.stringify({
        packages: {
          '': {},
          'node_modules/a': {
            version: '1.0.0',
            resolved: `https://${'regi' + 'stry'}.example.org/a.tgz`,
            integrity: 'sha512-a',
            optionalDependencies: { 'a-darwin-arm64': '1.0.0', 'a-linux-x64-musl': '1.0.0' },
          },
          'node_modules/a-linux-x64-musl': { version: '2.0.0', optional: true, os: ['linux'], cpu: ['x64'] },
        },
      }),
    });
    const file = path.join(tree.root, 'package-lock.json');
    expect(await lockProblems(file)).toEqual([
      'a-darwin-arm64@1.0.0 is missing (asked for by node_modules/a)',
      'a-linux-x64-musl@1.0.0 is missing (asked for by node_modules/a)',
      'node_modules/a holds a registry address',
    ]);
    await runProgram('infra/scripts/fix-lock.mjs', [file]);
    expect(await lockProblems(file)).toEqual([]);
    const { packages } = JSON.parse(fs.readFileSync(file, 'utf8'));
    expect(packages['node_modules/a-linux-x64-musl']).toEqual({
      version: '1.0.0',
      optional: true,
      os: ['linux'],
      cpu: ['x64'],
      libc: ['musl'],
    });
  });
});
