// Writes services/<name>/openapi.json, what each service answers over HTTP, and services/portal/openapi.json, what all of
// them answer together at the public entrance (OpenAPI 3.1, from controllers and DTOs). With --check it writes nothing and
// fails when a file differs, is missing or is left over; --folder=<path> holds another tree against it. Builds first; needs
// no database.
import './build.mjs';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const root = process.argv.find((each) => each.startsWith('--folder='))?.slice('--folder='.length) ?? repository;
const { describeServices, mergeDocuments } = await import('@sightline/standalone');

const described = await describeServices();
const documents = new Map([...described].map(([service, { document }]) => [service, document]));
documents.set('portal', mergeDocuments(new Map(documents)));

const style = await prettier.resolveConfig(path.join(repository, 'package.json'));
const wanted = new Map();
for (const [service, document] of documents)
  wanted.set(
    `services/${service}/openapi.json`,
    await prettier.format(JSON.stringify(document), { ...style, parser: 'json' }),
  );
const present = fs.globSync('services/*/openapi.json', { cwd: root });
const read = (file) => fs.readFileSync(path.join(root, file), 'utf8');
const drifted = [
  ...[...wanted].filter(([file, text]) => !present.includes(file) || read(file) !== text).map(([file]) => file),
  ...present.filter((file) => !wanted.has(file)),
];

if (process.argv.includes('--check')) {
  for (const file of drifted)
    console.error(`${file} is not what the controllers say; run node infra/scripts/generate-open-api.mjs`);
  process.exitCode = drifted.length > 0 ? 1 : 0;
} else {
  for (const file of drifted)
    if (wanted.has(file)) fs.writeFileSync(path.join(root, file), wanted.get(file));
    else fs.rmSync(path.join(root, file));
  console.log(`${wanted.size} OpenAPI documents, ${drifted.length} changed`);
}
