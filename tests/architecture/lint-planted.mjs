// Lints the texts given on stdin ([{ file, text, typed? }]) as if they stood at their paths, with the repository's own
// configuration, and prints what ESLint found. `typed` needs a file that exists: its types come from the project.
import { ESLint } from 'eslint';
import { createProjectGraphAsync } from 'nx/src/devkit-exports.js';
import tseslint from 'typescript-eslint';
import { sourceBoundaries } from '../../infra/checks/boundaries.mjs';
import { formRules, pureSyntax, testSyntax, typedRules } from '../../infra/checks/lint-rules.mjs';

await createProjectGraphAsync({ exitOnError: true });

const cwd = new URL('../..', import.meta.url).pathname;
const config = { cwd, overrideConfigFile: 'infra/checks/eslint.config.mjs' };
const untyped = new ESLint({
  ...config,
  overrideConfig: [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked }],
});
const typed = new ESLint(config);

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const findings = [];
for (const planted of JSON.parse(Buffer.concat(chunks).toString('utf8'))) {
  const [result] = await (planted.typed ? typed : untyped).lintText(planted.text, { filePath: planted.file });
  findings.push(result.messages.map(({ ruleId, message, severity, fatal }) => ({ ruleId, message, severity, fatal })));
}

/** Each restriction by a name of its own, so that the spec can ask for a planted violation of every one. */
const restrictions = [pureSyntax, testSyntax].flatMap((rules) =>
  Object.values(rules).flatMap(([, ...entries]) =>
    entries.map(({ object, property, name, selector }) => selector ?? name ?? `${object}.${property}`),
  ),
);

console.log(
  JSON.stringify({
    findings,
    rules: [...Object.keys(typedRules), ...Object.keys(formRules)],
    restrictions,
    boundedTags: sourceBoundaries.depConstraints
      .filter(({ onlyDependOnLibsWithTags }) => !onlyDependOnLibsWithTags.includes('*'))
      .map(({ sourceTag }) => sourceTag),
  }),
);
