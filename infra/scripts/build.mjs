// Compiles every package's src/ to its dist/ with swc, and the web app of the portal with Vite. What is newer than its
// sources is left alone. What only tests use (src/testing) is compiled with --testing alone, for the programs that specs start.
import { transform } from '@swc/core';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const packages = ['libs', 'services']
  .flatMap((folder) => fs.readdirSync(path.join(root, folder)).map((name) => path.join(root, folder, name)))
  .concat(path.join(root, 'infra/standalone'))
  .filter((folder) => fs.existsSync(path.join(folder, 'src')));

export const swcOptions = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: {
      legacyDecorator: true,
      decoratorMetadata: true,
      useDefineForClassFields: false,
      verbatimModuleSyntax: true,
    },
    target: 'es2023',
    keepClassNames: true,
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
  swcrc: false,
};

const isSpec = (file) => /\.spec\.ts$/.test(file);
const withTesting = process.argv.includes('--testing');
const toolTime = fs.statSync(fileURLToPath(import.meta.url)).mtimeMs;

async function buildPackage(folder) {
  const source = path.join(folder, 'src');
  const target = path.join(folder, 'dist');
  const kept = new Set();
  let compiled = 0;
  for (const entry of fs.readdirSync(source, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    if (isSpec(file)) continue;
    const relative = path.relative(source, file);
    const output = path.join(target, relative.replace(/\.ts$/, '.js'));
    kept.add(output);
    if (!withTesting && relative.split(path.sep)[0] === 'testing') continue;
    const existing = fs.statSync(output, { throwIfNoEntry: false });
    if (existing && existing.mtimeMs > Math.max(fs.statSync(file).mtimeMs, toolTime)) continue;
    fs.mkdirSync(path.dirname(output), { recursive: true });
    if (file.endsWith('.ts')) {
      const { code } = await transform(fs.readFileSync(file, 'utf8'), { ...swcOptions, filename: file });
      fs.writeFileSync(output, code);
    } else fs.copyFileSync(file, output);
    compiled += 1;
  }
  if (fs.existsSync(target))
    for (const entry of fs.readdirSync(target, { recursive: true, withFileTypes: true })) {
      const file = path.join(entry.parentPath, entry.name);
      if (entry.isFile() && !kept.has(file)) fs.rmSync(file);
    }
  return compiled;
}

const webApp = path.join(root, 'services/portal/web');
const webSources = ['src', 'index.html', 'vite.config.mjs']
  .map((name) => path.join(webApp, name))
  .concat(['libs/contracts/src', 'libs/policy/src', 'package-lock.json'].map((name) => path.join(root, name)));

/** Changes with every file that the web app is made of. */
function webAppStamp() {
  const files = webSources.flatMap((source) =>
    fs.statSync(source).isFile()
      ? [source]
      : fs
          .readdirSync(source, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => path.join(entry.parentPath, entry.name)),
  );
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(path.relative(root, file)).update('\0').update(fs.readFileSync(file));
  return hash.digest('hex');
}

/** Loads Vite only when there is something to build. */
async function buildWebApp() {
  const stampFile = path.join(webApp, 'dist/build.stamp');
  const stamp = webAppStamp();
  if (fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === stamp) return;
  const [{ build }, { default: configuration }] = await Promise.all([
    import('vite'),
    import('../../services/portal/web/vite.config.mjs'),
  ]);
  // Vite believes NODE_ENV before its mode: a test run would get the libraries' slow halves.
  const { NODE_ENV: before } = process.env;
  process.env.NODE_ENV = 'production';
  await build(configuration);
  if (before === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = before;
  fs.writeFileSync(stampFile, stamp);
  console.log('built the web app');
}

const counts = await Promise.all(packages.map(buildPackage));
await buildWebApp();
const total = counts.reduce((sum, count) => sum + count, 0);
if (total > 0) console.log(`built ${total} files in ${packages.length} packages`);
