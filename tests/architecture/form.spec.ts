import { describe, expect, it } from '@jest/globals';
import { plantTree } from './planted-tree.js';
import { runProgram } from './run-tool.js';

describe('Prettier and the compiler see planted faults', () => {
  it('Prettier names the file that is not in form', async () => {
    using tree = plantTree(
      { 'libs/a/src/tidy.ts': "export const a = 'b';\n", 'libs/a/src/untidy.ts': 'export const a="b"' },
      { rootFiles: ['.prettierrc.json'] },
    );
    const run = await runProgram('node_modules/prettier/bin/prettier.cjs', ['--check', '.'], { folder: tree.root });
    expect(run.exitCode).not.toBe(0);
    expect(run.stderr).toContain('libs/a/src/untidy.ts');
    expect(run.stderr).not.toContain('libs/a/src/tidy.ts');
  });

  it('the compiler refuses what the strict settings forbid', async () => {
    using tree = plantTree(
      {
        'libs/a/src/unchecked-index.ts': 'export const first = (list: string[]): string => list[0];',
        'libs/a/src/undefined-for-absent.ts': 'export const a: { b?: string } = { b: undefined };',
        'libs/a/src/value-import-of-a-type.ts': "import { A } from './a-type.js'; export const a = (b: A): A => b;",
        'libs/a/src/a-type.ts': 'export type A = string;',
        'libs/a/src/unused-local.ts': 'export {}; const unused = 1;',
      },
      { rootFiles: ['tsconfig.json', 'tsconfig.base.json'], npm: ['@types/node', 'undici-types'] },
    );
    const run = await runProgram('node_modules/typescript/bin/tsc', ['-p', 'tsconfig.json', '--noEmit'], {
      folder: tree.root,
    });
    expect(run.exitCode).not.toBe(0);
    const files = [...run.stdout.matchAll(/^(libs\/[^(]+)\(/gm)].map(([, file]) => file);
    expect([...new Set(files)].sort()).toEqual(
      [
        'libs/a/src/unchecked-index.ts',
        'libs/a/src/undefined-for-absent.ts',
        'libs/a/src/unused-local.ts',
        'libs/a/src/value-import-of-a-type.ts',
      ].sort(),
    );
  });
});
