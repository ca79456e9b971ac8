import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { plantTree } from './planted-tree.js';
import { repositoryFiles } from './repository-files.js';
import { repositoryRoot } from './run-tool.js';

/** A service's file is its composition root (the portal's webhooks have one of their own: they start before its entrance) or a part of it (`open-<part>.ts`), the settings that it reads, an entry point, a spec of the service as a whole, or in a room. `pages` and `templates` turn values into text; `testing` is what a service's own specs share. */
const rooms = ['domain', 'application', 'read-models', 'adapters', 'pages', 'templates', 'testing'];
const roomFile =
  /^services\/([^/]+)\/src\/((?:\1\.module|webhooks\.module|open-[a-z-]+|[a-z-]+-settings|index|main)\.ts$|[^/]+\.spec\.ts$|([^/]+)\/)/;
const anythingGoes = /(^|\/)(utils?|common|shared|helpers?|misc)(\/|\.[a-z.]+$)/;

const layerTags: Readonly<Record<string, string>> = {
  testing: 'layer:testing',
  'embedded-postgres': 'layer:infra-lib',
};

const expectedTags = (file: string): readonly string[] | undefined => {
  const [, kind, name = '', domain] = /^(libs|services)\/([^/]+)\/(src\/domain\/)?project\.json$/.exec(file) ?? [];
  if (kind === 'libs') return [layerTags[name] ?? 'layer:lib', `scope:${name}`];
  if (kind === 'services') return [domain ? 'layer:domain' : 'layer:service', `scope:${name}`];
  return undefined;
};

const treeProblems = (root: string): string[] => {
  const files = repositoryFiles(root);
  const packages = files.filter((file) => /^(libs|services)\/[^/]+\/package\.json$/.test(file)).map(path.dirname);
  const domains = [...new Set(files.flatMap((file) => /^services\/[^/]+\/src\/domain(?=\/.*\.ts$)/.exec(file) ?? []))];
  return [
    ...files
      .filter((file) => /^services\/[^/]+\/src\//.test(file))
      .filter((file) => {
        const [match, , , room] = roomFile.exec(file) ?? [];
        return match === undefined || (room !== undefined && !rooms.includes(room));
      })
      .map((file) => `${file} is in no room of its service`),
    ...files
      .filter((file) => /\.ts$/.test(file) && anythingGoes.test(file))
      .map((file) => `${file}: the name does not say what is inside`),
    ...[...packages, ...domains]
      .filter((folder) => !files.includes(`${folder}/project.json`))
      .map((folder) => `${folder} has no project.json, so Nx takes it for another project's folder`),
    ...files
      .filter((file) => file.endsWith('project.json'))
      .flatMap((file) => {
        const wanted = expectedTags(file);
        const { tags = [] } = JSON.parse(fs.readFileSync(path.join(root, file), 'utf8')) as { tags?: string[] };
        return wanted && wanted.join() !== tags.join() ? [`${file} has tags ${tags.join()}, not ${wanted.join()}`] : [];
      }),
  ];
};

describe('the tree has the shape its rules rely on', () => {
  it('holds in this repository', () => {
    expect(treeProblems(repositoryRoot)).toEqual([]);
  });

  it('sees a file outside the rooms, a name that says nothing, a missing project and a wrong tag', () => {
    using tree = plantTree({
      'libs/right/package.json': '{}',
      'libs/right/project.json': '{"tags":["layer:lib","scope:right"]}',
      'libs/untagged/package.json': '{}',
      'libs/untagged/src/utils.ts': '',
      'services/one/package.json': '{}',
      'services/one/project.json': '{"tags":["layer:lib","scope:one"]}',
      'services/one/src/one.module.ts': '',
      'services/one/src/index.ts': '',
      'services/one/src/main.ts': '',
      'services/one/src/one.module.int.spec.ts': '',
      'services/one/src/loose.ts': '',
      'services/one/src/two.module.ts': '',
      'services/one/src/helpers/text.ts': '',
      'services/one/src/domain/one.decider.ts': '',
      'services/one/src/adapters/http/one.controller.ts': '',
    });
    expect(treeProblems(tree.root)).toEqual([
      'services/one/src/helpers/text.ts is in no room of its service',
      'services/one/src/loose.ts is in no room of its service',
      'services/one/src/two.module.ts is in no room of its service',
      'libs/untagged/src/utils.ts: the name does not say what is inside',
      'services/one/src/helpers/text.ts: the name does not say what is inside',
      "libs/untagged has no project.json, so Nx takes it for another project's folder",
      "services/one/src/domain has no project.json, so Nx takes it for another project's folder",
      'services/one/project.json has tags layer:lib,scope:one, not layer:service,scope:one',
    ]);
  });
});
