import type { OpenAPIObject } from '@nestjs/swagger';
import type { Access } from '../sign-in/sign-in.decorators.js';
import { idempotencyKeyParameter, problemResponses, problemSchema } from './open-api-problems.js';

/* Each part of a document as far as it is completed here; the rest is left as Nest wrote it. */
interface Operation {
  parameters?: { name?: string; in?: string; $ref?: string }[];
  responses: Record<string, { description?: string; $ref?: string }>;
  security?: unknown[];
  'x-access'?: Access;
}
type Paths = Record<string, Record<string, Operation>>;

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;

/** By which statuses an operation may refuse, beside those that its controller names. */
const refusalsOf = (path: string, method: string, { to }: Access): readonly string[] => [
  ...['400', '422', '429', '500', '503'],
  ...(to === 'everybody' ? [] : ['401', '403']),
  ...(path.includes('{') || to !== 'everybody' ? ['404'] : []),
  ...(method === 'get' ? [] : ['409', '413', '415']),
];

const completeOperation = (path: string, method: string, operation: Operation): void => {
  const access = operation['x-access'] ?? { to: 'people' };
  operation['x-access'] = access;
  if (access.to === 'everybody') operation.security = [];
  for (const answer of Object.values(operation.responses)) answer.description ||= 'As asked.';
  for (const status of refusalsOf(path, method, access))
    operation.responses[status] ??= { $ref: `#/components/responses/${problemResponses[status]!.name}` };
  if (method !== 'post') return;
  const named = (operation.parameters ??= []);
  if (!named.some(({ name }) => name?.toLowerCase() === 'idempotency-key'))
    named.push({ $ref: '#/components/parameters/IdempotencyKey' });
};

/** `nullable` is of OpenAPI 3.0; in 3.1 a schema says by its type that it may be null (JSON Schema 2020-12). */
const withoutNullable = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNullable);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value as Record<string, unknown>;
  const schema = Object.fromEntries(Object.entries(rest).map(([key, each]) => [key, withoutNullable(each)]));
  if (nullable !== true)
    return nullable === undefined ? schema : { ...schema, ...(nullable === false ? {} : { nullable }) };
  if (typeof schema['type'] === 'string')
    return {
      ...schema,
      type: [schema['type'], 'null'],
      ...(Array.isArray(schema['enum']) ? { enum: [...(schema['enum'] as unknown[]), null] } : {}),
    };
  const { allOf, description, ...others } = schema;
  return {
    ...(description === undefined ? {} : { description }),
    anyOf: [...(Array.isArray(allOf) ? (allOf as unknown[]) : [others]), { type: 'null' }],
  };
};

/**
 * What Nest leaves out: the problem+json answers of every operation, the Idempotency-Key of every POST, who may call it
 * (`x-access`), and null in the way of 3.1.
 */
export const completeDocument = (document: OpenAPIObject): OpenAPIObject => {
  const complete = withoutNullable(document) as OpenAPIObject;
  for (const [path, item] of Object.entries(complete.paths as unknown as Paths))
    for (const method of methods) if (item[method]) completeOperation(path, method, item[method]);
  const responses = Object.fromEntries(Object.values(problemResponses).map(({ name, response }) => [name, response]));
  return Object.assign(complete, {
    components: {
      ...complete.components,
      schemas: { ...complete.components?.schemas, ...problemSchema },
      parameters: { IdempotencyKey: idempotencyKeyParameter },
      responses,
    },
  });
};
