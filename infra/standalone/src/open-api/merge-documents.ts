import type { openApiDocument } from '@sightline/service-kit';
import { isDeepStrictEqual } from 'node:util';

type OpenApiDocument = ReturnType<typeof openApiDocument>;
type Components = Record<string, Record<string, unknown>>;

/** Two services answer one address; the entrance could pass it on to one of them only. */
export class PathTakenTwice extends Error {
  constructor(path: string, service: string) {
    super(`${path} is answered by ${service} and by another service`);
    this.name = 'PathTakenTwice';
  }
}

const pascal = (service: string): string =>
  service.replace(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase());

const renameReferences = <Value>(value: Value, renamed: ReadonlyMap<string, string>): Value =>
  JSON.parse(JSON.stringify(value), (key, each: unknown) =>
    key === '$ref' && typeof each === 'string' ? (renamed.get(each) ?? each) : each,
  ) as Value;

/**
 * One document of what all services answer. Two schemas of one name are one when they are alike; otherwise the later one
 * bears its service's name in front.
 * @throws PathTakenTwice
 */
export function mergeDocuments(documents: ReadonlyMap<string, OpenApiDocument>): OpenApiDocument {
  const [first] = documents.values();
  const merged: OpenApiDocument = { ...first!, paths: {}, components: {} };
  const components = merged.components as Components;
  for (const [service, document] of documents) {
    const renamed = new Map<string, string>();
    for (const [kind, named] of Object.entries((document.components ?? {}) as Components))
      for (const [name, component] of Object.entries(named)) {
        const taken = components[kind]?.[name];
        if (taken !== undefined && !isDeepStrictEqual(taken, component))
          renamed.set(`#/components/${kind}/${name}`, `#/components/${kind}/${pascal(service)}${name}`);
      }
    const own = renamed.size === 0 ? document : renameReferences(document, renamed);
    for (const [kind, named] of Object.entries((own.components ?? {}) as Components)) {
      components[kind] ??= {};
      for (const [name, component] of Object.entries(named)) {
        const to = renamed.get(`#/components/${kind}/${name}`)?.split('/').at(-1) ?? name;
        components[kind][to] = component;
      }
    }
    for (const [path, item] of Object.entries(own.paths)) {
      if (merged.paths[path]) throw new PathTakenTwice(path, service);
      merged.paths[path] = item;
    }
  }
  return merged;
}
