import { beforeAll, describe, expect, it } from '@jest/globals';
import { crossings, lawfulImports } from './planted-boundaries.js';
import { innocentTexts, plantedRestrictions, plantedRules } from './planted-lint.js';
import { printedJson, runProgram } from './run-tool.js';

interface Finding {
  readonly ruleId: string | null;
  readonly message: string;
  readonly fatal?: boolean;
}

interface LintReport {
  readonly findings: readonly (readonly Finding[])[];
  readonly rules: readonly string[];
  readonly restrictions: readonly string[];
  readonly boundedTags: readonly string[];
}

const boundaryRule = '@nx/enforce-module-boundaries';
const asText = ({ file, imports }: { file: string; imports: string }): { file: string; text: string } => ({
  file,
  text: `import '${imports}';`,
});
const unusedDisable = {
  file: 'libs/planted/src/planted.ts',
  text: '// eslint-disable-next-line no-console\nexport {};',
};

const planted = [...plantedRestrictions, ...plantedRules];
const lawful = [...innocentTexts, ...lawfulImports.map(asText)];

describe('ESLint sees a planted violation of each rule', () => {
  let report: LintReport;
  let findingsOf: (index: number) => readonly Finding[];

  beforeAll(async () => {
    const texts = [...planted, ...crossings.map(asText), ...lawful, unusedDisable];
    const run = await runProgram('tests/architecture/lint-planted.mjs', [], { input: JSON.stringify(texts) });
    report = printedJson(run) as LintReport;
    findingsOf = (index) => report.findings[index] ?? [];
  });

  it('has something planted for every rule, restriction and tag', () => {
    const missing = (wanted: readonly string[], found: readonly string[]): string[] =>
      wanted.filter((name) => !found.includes(name));
    expect({
      rules: missing(
        report.rules,
        plantedRules.map(({ breaks }) => breaks),
      ),
      restrictions: missing(
        report.restrictions,
        plantedRestrictions.map(({ breaks }) => breaks),
      ),
      tags: missing(
        report.boundedTags,
        crossings.map(({ breaks }) => breaks),
      ),
    }).toEqual({ rules: [], restrictions: [], tags: [] });
  });

  it.each(planted.map((text, index) => [text.breaks, text.ruleId, index] as const))('%s', (_breaks, ruleId, index) => {
    expect(findingsOf(index)).toContainEqual(expect.objectContaining({ ruleId }));
  });

  it.each(crossings.map((crossing, index) => [crossing.file, crossing.imports, crossing.breaks, index] as const))(
    '%s may not import %s',
    (_file, _imports, breaks, index) => {
      expect(findingsOf(planted.length + index)).toContainEqual(
        expect.objectContaining({ ruleId: boundaryRule, message: expect.stringContaining(breaks) }),
      );
    },
  );

  it.each(lawful.map(({ file, text }, index) => [file, text, index] as const))(
    '%s may hold: %s',
    (_file, _text, index) => {
      expect(findingsOf(planted.length + crossings.length + index)).toEqual([]);
    },
  );

  it('a disabled rule that finds nothing', () => {
    expect(report.findings.at(-1)).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining('Unused eslint-disable directive') }),
    );
  });
});
