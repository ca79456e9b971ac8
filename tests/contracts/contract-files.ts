import fs from 'node:fs';
import path from 'node:path';
import type { EventEnvelope } from '@sightline/contracts';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

const contractsFolder = path.resolve(import.meta.dirname, '../../libs/contracts');

const filesIn = (folder: string, ending: string): Map<string, string> =>
  new Map(
    fs
      .readdirSync(folder)
      .filter((file) => file.endsWith(ending))
      .map((file) => [file.slice(0, -ending.length), fs.readFileSync(path.join(folder, file), 'utf8')]),
  );

/** Event type -> its golden sample: a whole envelope as a log would publish it. */
export const goldenSamples = (root = contractsFolder): ReadonlyMap<string, EventEnvelope> =>
  new Map(
    [...filesIn(path.join(root, 'samples'), '.json')].map(([type, text]) => [type, JSON.parse(text) as EventEnvelope]),
  );

/** Event type -> what checks an event of that type. Whatever the schema does not say is refused as a mistake in the schema. */
export const eventValidators = (root = contractsFolder): ReadonlyMap<string, ValidateFunction> => {
  const ajv = new Ajv({ strict: true, allErrors: true });
  formats.default(ajv);
  return new Map(
    [...filesIn(path.join(root, 'schemas'), '.schema.json')].map(([type, text]) => [
      type,
      ajv.compile(JSON.parse(text) as object),
    ]),
  );
};
