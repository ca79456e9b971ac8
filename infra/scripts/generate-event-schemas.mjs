// Writes libs/contracts/schemas/<type>.schema.json, one JSON Schema an event type, from the TypeScript types of
// libs/contracts. With --check it writes nothing and fails when a file differs, is missing or is left over.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { createGenerator } from 'ts-json-schema-generator';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const contracts = path.join(root, 'libs/contracts');
const folder = path.join(contracts, 'schemas');

const uuid = { format: 'uuid' };
/** What TypeScript's `string` and `number` cannot say, by the name of the property. */
const refinements = [
  { name: /^(id|correlationid)$/, string: uuid },
  // The OneRoster id is the roster's own.
  { name: /^sourcedId$/, string: { minLength: 1, maxLength: 255 } },
  { name: /^kind$/, string: { pattern: '^[a-z]+(-[a-z]+)*$' } },
  { name: /Ids?$|^(joined|left|withdrawnBy|revokedBy|by|renewalOf|joins|replaces)$/, string: uuid },
  {
    name: /^(time|at|heldUntil|dueAt|nextAt|previousEndsAt|failingSince|sentAt|receivedAt)$/,
    string: { format: 'date-time' },
  },
  { name: /^(from|until|endsOn|endedOn|remindOn|postedOn)$/, string: { format: 'date' } },
  { name: /^(dueOn|escalatesOn)$/, string: { format: 'date' } },
  { name: /^(quietFrom|quietUntil)$/, string: { pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' } },
  { name: /^language$/, string: { pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' } },
  { name: /^eventTypes$/, string: { pattern: '^sightline\\.[a-z-]+\\.[a-z-]+\\.v[1-9][0-9]*$' } },
  { name: /^clause$/, string: { pattern: '^C[1-9][0-9]?$' } },
  { name: /^(commitment|contentHash|reckoningCommitment)$/, string: { pattern: '^[0-9a-f]{64}$' } },
  { name: /^subject$/, string: { pattern: '^[a-z]+(-[a-z]+)*/[0-9a-f-]{36}$' } },
  { name: /^actor$/, string: { pattern: '^(person|client|system):\\S+$', maxLength: 200 } },
  { name: /^(causationid|partitionkey|policyversion)$/, string: { pattern: '^\\S+$', maxLength: 200 } },
  { name: /^traceparent$/, string: { pattern: '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$' } },
  { name: /^(epoch|position|subjectversion|submission|reminder|step)$/, number: { type: 'integer', minimum: 1 } },
  {
    name: /^(seen|new|alreadyHad|taken|unchanged|refused|notChosen|copiesMissing|daysLeft)$/,
    number: { type: 'integer', minimum: 0 },
  },
  { name: /^(days|students|earlierRequests|withheld|inArchive)$/, number: { type: 'integer', minimum: 0 } },
  // A version of the policy: the board's own public words, and numbers that its rules read (C11).
  { name: /^(preparedBy|confirmedBy)$/, string: uuid },
  { name: /^(boardDate|inForceFrom)$/, string: { format: 'date' } },
  { name: /^(number|title|resolutionReference)$/, string: { minLength: 1, maxLength: 200 } },
  { name: /^(quote|plain)$/, string: { minLength: 1, maxLength: 4000 } },
  { name: /^(schoolYearEndsOn|renewalOpensOn)$/, string: { pattern: '^\\d{2}-\\d{2}$' } },
  { name: /Seconds$/, number: { type: 'integer', minimum: 0 } },
  // A token that only its issuer can make and read, and RFC 3463's three numbers.
  { name: /^bounceToken$/, string: { pattern: '^[A-Za-z0-9._-]+$', maxLength: 200 } },
  { name: /^status$/, string: { pattern: '^[245]\\.\\d{1,3}\\.\\d{1,3}$' } },
  { name: /Days(Max|Before)?$/, number: { type: 'integer', minimum: 0 } },
  {
    name: /^(studentsMax|reason|channelAddress|shortfallWhy|comment|findingWords)$/,
    number: { type: 'integer', minimum: 1 },
  },
];
/** Lists that the contract bounds: an event never holds more (design §3). */
const listSizeMax = 500;
const boundedLists = /^(messages|messageIds|noticeIds|importIds|notices|gaps|exclusions|deliveries|failures|alerts)$/;

class UnrefinedProperty extends Error {
  constructor(type, name) {
    super(`${type}: nothing says what the ${name} may hold; add a rule for it, and keep words and names off the bus`);
    this.name = 'UnrefinedProperty';
  }
}

/** A schema with the refinements of its property put in; `null` in a union stays as it is. */
function refine(schema, name, eventType) {
  if (Array.isArray(schema.type)) {
    const { type, ...rest } = schema;
    return { anyOf: type.map((each) => refine({ ...rest, type: each }, name, eventType)) };
  }
  if (schema.anyOf) return { ...schema, anyOf: schema.anyOf.map((each) => refine(each, name, eventType)) };
  if (schema.type === 'object') {
    const properties = Object.entries(schema.properties ?? {}).map(([key, each]) => [
      key,
      refine(each, key, eventType),
    ]);
    return { ...schema, properties: Object.fromEntries(properties) };
  }
  if (schema.type === 'array')
    return {
      ...schema,
      items: refine(schema.items, name, eventType),
      ...(boundedLists.test(name) ? { maxItems: listSizeMax } : {}),
    };
  if ((schema.type === 'string' || schema.type === 'number') && schema.const === undefined && !schema.enum) {
    const rule = refinements.find((each) => each.name.test(name) && each[schema.type]);
    if (!rule) throw new UnrefinedProperty(eventType, name);
    return { ...schema, ...rule[schema.type] };
  }
  return schema;
}

/** Every exported type of libs/contracts that is an event: its `type` is one constant. */
function eventSchemas() {
  const generator = createGenerator({
    path: path.join(contracts, 'src/events/*.events.ts'),
    tsconfig: path.join(root, 'tsconfig.json'),
    type: '*',
    expose: 'none',
    topRef: false,
    jsDoc: 'extended',
    additionalProperties: false,
    skipTypeCheck: true,
  });
  const names = fs
    .globSync('src/events/*.events.ts', { cwd: contracts })
    .flatMap((file) => [
      ...fs.readFileSync(path.join(contracts, file), 'utf8').matchAll(/^export type (\w+) = EventEnvelope</gm),
    ])
    .map(([, name]) => name);
  if (names.length === 0) throw new Error('libs/contracts names no event; the generator no longer finds them');
  return new Map(
    names.map((name) => {
      const { $schema, ...schema } = generator.createSchema(name);
      delete schema.definitions;
      const type = schema.properties.type.const;
      const [, log] = type.split('.');
      Object.assign(schema.properties.source, { const: `/sightline/${log}` });
      Object.assign(schema.properties.log, { const: log });
      return [type, { $schema, $id: `urn:sightline:event:${type}`, title: name, ...refine(schema, name, type) }];
    }),
  );
}

const style = await prettier.resolveConfig(path.join(root, 'package.json'));
const wanted = new Map(
  await Promise.all(
    [...eventSchemas()].map(async ([type, schema]) => [
      `${type}.schema.json`,
      await prettier.format(JSON.stringify(schema), { ...style, parser: 'json' }),
    ]),
  ),
);
const present = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
const drifted = [
  ...[...wanted]
    .filter(([file, text]) => !present.includes(file) || fs.readFileSync(path.join(folder, file), 'utf8') !== text)
    .map(([file]) => file),
  ...present.filter((file) => !wanted.has(file)),
];

if (process.argv.includes('--check')) {
  for (const file of drifted)
    console.error(
      `libs/contracts/schemas/${file} is not what the types say; run node infra/scripts/generate-event-schemas.mjs`,
    );
  process.exitCode = drifted.length > 0 ? 1 : 0;
} else {
  fs.mkdirSync(folder, { recursive: true });
  for (const file of drifted)
    if (wanted.has(file)) fs.writeFileSync(path.join(folder, file), wanted.get(file));
    else fs.rmSync(path.join(folder, file));
  console.log(`${wanted.size} event schemas, ${drifted.length} changed`);
}
