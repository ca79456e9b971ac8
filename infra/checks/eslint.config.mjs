// Run through Nx (`npm run lint`): the boundary rule reads the project graph that Nx has just written.
import nx from '@nx/eslint-plugin';
import { builtinRules } from 'eslint/use-at-your-own-risk';
import { readCachedProjectGraph } from 'nx/src/devkit-exports.js';
import tseslint from 'typescript-eslint';
import { replayBoundaries, sourceBoundaries, specBoundaries } from './boundaries.mjs';
import { pureSyntax, testSyntax } from './restricted-syntax.mjs';

// Without the graph the boundary rule says nothing and everything passes, so its absence is an error here.
readCachedProjectGraph();

// Specs, the suites that drivers share, and what only they use.
const specs = ['**/*.spec.ts', '**/*.suite.ts', 'libs/*/src/testing/**/*.ts'];
const typescript = ['**/*.ts'];
const scripts = ['**/*.mjs', '**/*.cjs'];
const operators = ['infra/**', 'tests/**', 'libs/testing/**'];

const recommendedByEslint = Object.fromEntries(
  [...builtinRules].filter(([, rule]) => rule.meta.docs.recommended).map(([name]) => [name, 'error']),
);

const longFile = { max: 250, skipBlankLines: false, skipComments: false };

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', '.cache/**', '.data/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  { rules: recommendedByEslint },
  {
    files: scripts,
    languageOptions: {
      globals: Object.fromEntries(
        ['process', 'console', 'URL', 'Buffer', 'setTimeout', 'clearTimeout', 'fetch', 'require', 'module'].map(
          (name) => [name, 'readonly'],
        ),
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
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: [...typescript, ...scripts],
    // The same core rule at two severities: long is a hint, too long is an error.
    plugins: { size: { rules: { 'long-file': builtinRules.get('max-lines') } } },
    rules: {
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'anywhere' }],
      'size/long-file': ['warn', longFile],
      'max-lines': ['error', { ...longFile, max: 300 }],
    },
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
