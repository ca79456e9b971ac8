import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { publicPaths } from '@sightline/portal';

const services = path.resolve(import.meta.dirname, '../../services');
const controllers = /@Controller\(\s*'(api\/v1[^']*)'/g;
const routes = /@(?:Get|Post|Put|Patch|Delete)\(\s*'([^']+)'/g;

/** The first segment behind `/api/v1/`, or all of a path under another service's resource, in one file: from the controller's path, or from its routes when it names none. */
const resourcesIn = (source: string): string[] =>
  [...source.matchAll(controllers)].flatMap(([, base]) =>
    base === 'api/v1'
      ? [...source.matchAll(routes)].map(([, route]) => route!.split('/')[0]!)
      : [base!.includes(':') ? base!.slice('api/v1/'.length) : base!.split('/')[2]!],
  );

/** `/api/v1/<resource> <service>` for everything that a service answers to people or machines from outside. */
const servedPaths = (): Set<string> =>
  new Set(
    fs.readdirSync(services).flatMap((service) => {
      const http = path.join(services, service, 'src/adapters/http');
      if (service === 'portal' || !fs.existsSync(http)) return [];
      const files = fs.readdirSync(http).filter((file) => file.endsWith('.controller.ts'));
      return files
        .flatMap((file) => resourcesIn(fs.readFileSync(path.join(http, file), 'utf8')))
        .map((resource) => `/api/v1/${resource} ${service}`);
    }),
  );

describe('the public entrance', () => {
  it('passes on what the services answer, and nothing else', () => {
    expect(publicPaths.map(({ prefix, service }) => `${prefix} ${service}`).sort()).toEqual([...servedPaths()].sort());
  });

  it('passes on no internal path', () => {
    expect(publicPaths.filter(({ prefix }) => !prefix.startsWith('/api/v1/'))).toEqual([]);
  });
});
