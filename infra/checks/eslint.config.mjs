// Run through Nx (`npm run lint`): the boundary rule reads the project graph that Nx has just written.
import nx from '@nx/eslint-plugin';
import { builtinRules } from 'eslint/use-at-your-own-risk';
import { readCachedProjectGraph } from 'nx/src/devkit-exports.js';
import tseslint from 'typescript-eslint';
import { replayBoundaries, sourceBoundaries, specBoundaries } from './boundaries.mjs';
import { formRules, pureSyntax, testSyntax, typedRules } from './lint-rules.mjs';

// Without the graph the boundary rule says nothing and everything passes, so its absence is an error here.
readCachedProjectGraph();

// Specs, the suites that drivers share, and what only they use.
const specs = ['**/*.spec.ts', '**/*.suite.ts', '{libs,services}/*/{src/,}testing/**/*.ts'];
const typescript = ['**/*.ts', '**/*.tsx'];
const scripts = ['**/*.mjs', '**/*.cjs'];
const operators = ['infra/**', 'tests/**', 'libs/testing/**'];

const recommendedByEslint = Object.fromEntries(
  [...builtinRules].filter(([, rule]) => rule.meta.docs.recommended).map(([name]) => [name, 'error']),
);

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', '.cache/**', '.data/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { rules: recommendedByEslint },
  {
    files: scripts,
    languageOptions: {
      globals: Object.fromEntries(
        [...Object.getOwnPropertyNames(globalThis), 'require', 'module'].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: typescript,
    extends: [tseslint.configs.recommended],
    plugins: { '@nx': nx },
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: new URL('../..', import.meta.url).pathname },
    },
    rules: {
      '@nx/enforce-module-boundaries': ['error', sourceBoundaries],
      ...typedRules,
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: [...typescript, ...scripts],
    plugins: { size: { rules: { 'long-file': builtinRules.get('max-lines') } } },
    rules: formRules,
  },
  { files: ['**/domain/**/*.ts', '**/read-models/**/*.ts'], ignores: specs, rules: pureSyntax },
  {
    files: specs,
    rules: {
      ...testSyntax,
      '@nx/enforce-module-boundaries': ['error', specBoundaries],
      'size/long-file': 'off',
      'max-lines': 'off',
    },
  },
  {
    files: ['services/audit/src/adapters/{replay,what-if}/**/*.ts'],
    ignores: specs,
    rules: { '@nx/enforce-module-boundaries': ['error', replayBoundaries] },
  },
  { files: operators, rules: { 'no-console': 'off' } },
);
