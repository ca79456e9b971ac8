import { repositoryFiles } from './repository-files.js';
import { repositoryRoot } from './run-tool.js';

export interface PlantedText {
  /** What must be found: a rule, or a restriction by the name it has in infra/checks/lint-rules.mjs. */
  readonly breaks: string;
  readonly ruleId: string;
  readonly file: string;
  readonly text: string;
  /** The rule needs types, so the text is linted in the place of a file that exists. */
  readonly typed?: true;
}

const domain = 'services/planted/src/domain/planted.decider.ts';
const readModel = 'services/planted/src/read-models/planted/planted.row.ts';
const spec = 'services/planted/src/domain/planted.decider.spec.ts';
const handler = 'services/planted/src/application/planted.handler.ts';

const restricted = (ruleId: string, file: string, texts: Readonly<Record<string, string>>): PlantedText[] =>
  Object.entries(texts).map(([breaks, text]) => ({ breaks, ruleId, file, text }));

const chained = '/^(only|skip|todo|failing)$/';
const runners = '/^(it|test|describe)$/';

export const plantedRestrictions: readonly PlantedText[] = [
  ...restricted('no-restricted-properties', domain, {
    'Date.now': 'export const at = Date.now();',
    'performance.now': 'export const at = performance.now();',
    'Math.random': 'export const dice = Math.random();',
    'crypto.randomUUID': 'export const id = crypto.randomUUID();',
    'crypto.getRandomValues': 'export const bytes = crypto.getRandomValues(new Uint8Array(1));',
    'process.env': "export const zone = process.env['TZ'];",
  }),
  ...restricted('no-restricted-globals', readModel, {
    process: 'export const argument = process.argv;',
    setTimeout: 'setTimeout(() => undefined, 1);',
    setInterval: 'setInterval(() => undefined, 1);',
    fetch: "export const answer = fetch('https://example.org');",
  }),
  ...restricted('no-restricted-syntax', readModel, {
    "NewExpression[callee.name='Date'][arguments.length=0]": 'export const at = new Date();',
    "CallExpression[callee.name='Date']": 'export const at = Date();',
    "CallExpression[callee.name='randomUUID']":
      "import { randomUUID } from 'node:crypto'; export const id = randomUUID();",
  }),
  ...restricted('no-restricted-syntax', spec, {
    [`MemberExpression[property.name=${chained}][object.name=${runners}]`]: "it.skip('a', () => undefined);",
    [`MemberExpression[property.name=${chained}][object.object.name=${runners}]`]:
      "it.concurrent.only('a', () => undefined);",
    [`MemberExpression[property.value=${chained}][object.name=${runners}]`]: "describe['skip']('a', () => undefined);",
    'CallExpression[callee.name=/^(xit|fit|xtest|xdescribe|fdescribe)$/]': "fit('a', () => undefined);",
  }),
];

/** Any file that exists serves: its types come from the project, its text is ours. */
const existing =
  repositoryFiles(repositoryRoot).find((file) => /^libs\/event-store\/src\/[^/]+\.ts$/.test(file)) ?? 'none';
const typed = (breaks: string, text: string): PlantedText => ({
  breaks,
  ruleId: breaks,
  file: existing,
  text,
  typed: true,
});
const untyped = (breaks: string, text: string): PlantedText => ({ breaks, ruleId: breaks, file: handler, text });

export const plantedRules: readonly PlantedText[] = [
  typed('@typescript-eslint/await-thenable', 'export const f = async () => { await 1; };'),
  typed('@typescript-eslint/no-floating-promises', 'export const f = () => { Promise.resolve(1); };'),
  typed('@typescript-eslint/no-misused-promises', 'export const f = () => { if (Promise.resolve(1)) return; };'),
  typed('@typescript-eslint/only-throw-error', "export const f = () => { throw 'words'; };"),
  typed('@typescript-eslint/prefer-promise-reject-errors', "export const f = () => Promise.reject('words');"),
  typed(
    '@typescript-eslint/return-await',
    'export const f = async (g: () => Promise<void>) => { try { return g(); } catch { return undefined; } };',
  ),
  typed(
    '@typescript-eslint/switch-exhaustiveness-check',
    "export const f = (x: 'a' | 'b') => { switch (x) { case 'a': return 1; } return 2; };",
  ),
  untyped('eqeqeq', 'export const f = (a: number) => a == 1;'),
  untyped('no-console', "console.log('a');"),
  untyped('no-warning-comments', '// TO' + 'DO later\nexport const a = 1;'),
  untyped('size/long-file', 'export {};\n'.repeat(260)),
  untyped('max-lines', 'export {};\n'.repeat(310)),
  untyped('no-debugger', 'debugger;'),
  untyped('@typescript-eslint/no-explicit-any', 'export const a = (b: any) => b;'),
  untyped('@typescript-eslint/no-unused-vars', 'const a = 1;'),
];

/** What the same rules must let through. */
export const innocentTexts: readonly Pick<PlantedText, 'file' | 'text'>[] = [
  { file: domain, text: 'export const at = (now: string) => new Date(now);' },
  { file: spec, text: "import { it } from '@jest/globals'; it('a', () => Date.now());" },
  { file: handler, text: 'export const at = () => Date.now();' },
  { file: 'infra/standalone/src/planted.ts', text: "console.log('ready');" },
  {
    file: 'services/planted/src/application/rows.ts',
    text: 'export const some = (list: { skip(n: number): void }) => list.skip(1);',
  },
];
