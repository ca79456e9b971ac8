import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { plantTree, type PlantedTree } from '../architecture/planted-tree.js';
import { repositoryRoot, runProgram, type ToolRun } from '../architecture/run-tool.js';

const generator = 'infra/scripts/generate-event-schemas.mjs';
const envelope = 'libs/contracts/src/envelope.ts';

/** A contract with one event, beside the real generator, which finds its tree by its own place. */
const plantContract = (data: string): PlantedTree =>
  plantTree(
    {
      'tsconfig.json': '{"extends":"./tsconfig.base.json","include":["libs/*/src/**/*.ts"]}',
      'libs/contracts/src/events/planted.events.ts': `import type { EventEnvelope } from '../envelope.js';\nexport type Planted = EventEnvelope<'sightline.approval.planted.v1', ${data}>;`,
    },
    {
      rootFiles: [generator, envelope, 'tsconfig.base.json', 'package.json'],
      npm: ['ts-json-schema-generator', 'typescript', '@types/node', 'prettier'],
    },
  );
const generate = ({ root }: PlantedTree, ...args: string[]): Promise<ToolRun> =>
  runProgram(path.relative(repositoryRoot, path.join(root, generator)), args, { folder: root });
const schemaOf = ({ root }: PlantedTree): string =>
  path.join(root, 'libs/contracts/schemas/sightline.approval.planted.v1.schema.json');

describe('the generator of event schemas', () => {
  it('says when a committed schema is missing, differs or is left over', async () => {
    using tree = plantContract('{ readonly taskId: string }');
    expect((await generate(tree, '--check')).exitCode).toBe(1);
    expect((await generate(tree)).exitCode).toBe(0);
    expect((await generate(tree, '--check')).exitCode).toBe(0);

    fs.writeFileSync(schemaOf(tree), fs.readFileSync(schemaOf(tree), 'utf8').replace('"uuid"', '"email"'));
    const differs = await generate(tree, '--check');
    expect([differs.exitCode, differs.stderr]).toEqual([1, expect.stringContaining('planted.v1.schema.json is not')]);

    await generate(tree);
    fs.writeFileSync(schemaOf(tree).replace('planted.v1', 'gone.v1'), '{}');
    const leftOver = await generate(tree, '--check');
    expect([leftOver.exitCode, leftOver.stderr]).toEqual([1, expect.stringContaining('gone.v1.schema.json is not')]);
    expect(leftOver.stderr).not.toContain('planted.v1');
  }, 60_000);

  it('refuses free text in an event, whose place is not the bus', async () => {
    using tree = plantContract('{ readonly taskId: string; readonly comment: string | null }');
    const refused = await generate(tree);
    expect(refused.exitCode).not.toBe(0);
    expect(refused.stderr).toContain('nothing says what the comment may hold');
    expect(fs.existsSync(schemaOf(tree))).toBe(false);
  }, 60_000);
});
