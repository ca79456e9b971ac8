// Compiles every package's src/ to its dist/ with swc. Files whose output is newer than their source are left alone.
import { transform } from '@swc/core';
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

const counts = await Promise.all(packages.map(buildPackage));
const total = counts.reduce((sum, count) => sum + count, 0);
if (total > 0) console.log(`built ${total} files in ${packages.length} packages`);
