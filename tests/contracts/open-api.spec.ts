import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describeServices, mergeDocuments, PathTakenTwice, type DescribedService } from '@sightline/standalone';
import { repositoryRoot, runProgram } from '../architecture/run-tool.js';

/* eslint-disable @typescript-eslint/no-explicit-any */
type Document = DescribedService['document'];
const methods = ['get', 'put', 'post', 'delete', 'patch'];

/** `POST /api/v1/…/:id` for every operation of a document: the way the server itself names its routes. */
const operationsOf = (document: Document): Map<string, any> =>
  new Map(
    Object.entries<any>(document.paths).flatMap(([address, item]) =>
      methods.flatMap((method): [string, any][] =>
        item[method] ? [[`${method.toUpperCase()} ${address.replace(/\{(\w+)\}/g, ':$1')}`, item[method]]] : [],
      ),
    ),
  );
const committed = (service: string): Document =>
  JSON.parse(fs.readFileSync(path.join(repositoryRoot, `services/${service}/openapi.json`), 'utf8'));
const resolve = (document: Document, value: any): any =>
  value.$ref
    ? value.$ref
        .slice(2)
        .split('/')
        .reduce((at: any, key: string) => at[key], document)
    : value;

let described: ReadonlyMap<string, DescribedService>;
beforeAll(async () => {
  described = await describeServices();
}, 60_000);

describe('the OpenAPI documents', () => {
  it('hold every route of every controller, and no other', () => {
    for (const [service, { document, routes }] of described)
      expect([service, [...operationsOf(document).keys()].sort()]).toEqual([service, [...routes].sort()]);
    expect([...described.values()].flatMap(({ routes }) => routes).length).toBeGreaterThan(25);
  });

  it('say at the entrance what all services answer', () => {
    const all = [...described.values()].flatMap(({ document }) => [...operationsOf(document).keys()]);
    expect([...operationsOf(committed('portal')).keys()].sort()).toEqual(all.sort());
  });

  it('document an Idempotency-Key for every POST (design §6)', () => {
    const merged = committed('portal');
    for (const [operation, { parameters = [] }] of operationsOf(merged))
      if (operation.startsWith('POST '))
        expect([operation, parameters.map((each: any) => resolve(merged, each).name)]).toEqual([
          operation,
          expect.arrayContaining(['Idempotency-Key']),
        ]);
  });

  it('document the problems of every operation as problem+json (RFC 9457)', () => {
    const merged = committed('portal');
    for (const [operation, { responses, security }] of operationsOf(merged)) {
      const refusals = Object.entries(responses).filter(([status]) => Number(status) >= 400);
      const wanted = [...(security.length === 0 ? [] : ['401', '403']), '422', '429', '500', '503'];
      expect([operation, refusals.map(([status]) => status)]).toEqual([operation, expect.arrayContaining(wanted)]);
      for (const [status, answer] of refusals)
        expect([operation, status, Object.keys(resolve(merged, answer).content)]).toEqual([
          operation,
          status,
          ['application/problem+json'],
        ]);
    }
  });

  it('ask for a token wherever the guard does', () => {
    for (const [operation, { security, 'x-access': access }] of operationsOf(committed('portal')))
      expect([operation, security]).toEqual([operation, access.to === 'everybody' ? [] : [{ bearer: [] }]]);
  });

  it('are valid OpenAPI 3.1', async () => {
    for (const service of described.keys()) {
      const { valid, errors } = await new Validator().validate(structuredClone(committed(service)) as never);
      expect([service, valid, errors]).toEqual([service, true, undefined]);
    }
    const wrong = { ...structuredClone(committed('portal')), paths: { 'no-slash': {} } };
    expect((await new Validator().validate(wrong as never)).valid).toBe(false);
  });
});

describe('the merged document', () => {
  const document = (address: string, schema: object): Document =>
    ({
      openapi: '3.1.0',
      paths: { [address]: { get: { schema: { $ref: '#/components/schemas/Thing' } } } },
      components: { schemas: { Thing: schema } },
    }) as unknown as Document;

  it('keeps one of two schemas that are alike, and both of two that differ', () => {
    const alike = mergeDocuments(
      new Map([
        ['audit', document('/a', { type: 'string' })],
        ['access-log', document('/b', { type: 'string' })],
      ]),
    );
    expect(alike.components!.schemas).toEqual({ Thing: { type: 'string' } });
    const differing = mergeDocuments(
      new Map([
        ['audit', document('/a', { type: 'string' })],
        ['access-log', document('/b', { type: 'number' })],
      ]),
    );
    expect(differing.components!.schemas).toEqual({
      Thing: { type: 'string' },
      AccessLogThing: { type: 'number' },
    });
    expect(JSON.stringify(differing.paths['/b'])).toContain('#/components/schemas/AccessLogThing');
    expect(JSON.stringify(differing.paths['/a'])).toContain('#/components/schemas/Thing');
  });

  it('refuses an address that two services answer', () => {
    const same = document('/a', { type: 'string' });
    expect(() =>
      mergeDocuments(
        new Map([
          ['audit', same],
          ['approval', same],
        ]),
      ),
    ).toThrow(PathTakenTwice);
  });
});

describe('the generator of OpenAPI documents', () => {
  it('says when a committed document differs, is missing or is left over', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sightline-open-api-'));
    const file = (service: string): string => path.join(folder, 'services', service, 'openapi.json');
    try {
      for (const service of [...described.keys(), 'gone']) {
        fs.mkdirSync(path.dirname(file(service)), { recursive: true });
        const text = JSON.stringify(service === 'gone' ? {} : committed(service), null, 2);
        fs.writeFileSync(file(service), text.replace('"summary": "One request"', '"summary": "Two requests"'));
      }
      fs.rmSync(file('audit'));
      const { exitCode, stderr } = await runProgram('infra/scripts/generate-open-api.mjs', [
        '--check',
        `--folder=${folder}`,
      ]);
      expect(exitCode).toBe(1);
      for (const service of ['exception-request', 'portal', 'audit', 'gone'])
        expect(stderr).toContain(`services/${service}/openapi.json is not what the controllers say`);
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});
