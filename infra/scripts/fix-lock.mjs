// A registry may not serve the packages of every platform; npm then leaves them out of package-lock.json, and `npm ci`
// refuses the lock ("Missing: … from lock file"). This writes an inert entry for each (right version, and the platform
// that it is for, so that it is never installed elsewhere), and takes registry addresses out.
//   node infra/scripts/fix-lock.mjs            repairs package-lock.json
//   node infra/scripts/fix-lock.mjs --check    says what is wrong and changes nothing
import fs from 'node:fs';
import path from 'node:path';

const systems = 'darwin win32 freebsd netbsd openbsd android sunos aix openharmony linux wasi'.split(' ');
const processors = 'arm64 x64 ia32 ppc64 s390x riscv64 loong64 mips64el wasm32 arm'.split(' ');

/** Where npm would find `name` from the package at `from`: nested folders first, the root last. */
function findInstalled(packages, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/node_modules/'), 0))) {
    const key = `${folder ? `${folder}/` : ''}node_modules/${name}`;
    if (packages[key]) return key;
    if (!folder) return undefined;
  }
}

/** The platform that a package's name speaks of; undefined when it names none. */
function platformOf(name) {
  const words = name.split(/[-/@.]/);
  const os = systems.find((system) => words.includes(system));
  const cpu = processors.find((processor) =>
    words.some((word) => word === processor || (processor === 'arm' && word.startsWith('armv'))),
  );
  if (!os && !cpu) return undefined;
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : undefined;
  return { ...(os && { os: [os] }), ...(cpu && { cpu: [cpu] }), ...(libc && os === 'linux' && { libc: [libc] }) };
}

const isExact = (range) => /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(range);
const isInert = (entry) => entry.optional && !entry.integrity && !entry.link && !entry.inBundle;
const isAddress = (resolved) => /^[a-z+]+:\/\//.test(resolved ?? '');

/** Every optional dependency that npm would not find at the version asked for: [asking package, name, range]. */
function missingPackages(packages) {
  return Object.entries(packages).flatMap(([key, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name, range]) => {
        const found = findInstalled(packages, key, name);
        return !found || (isExact(range) && packages[found].version !== range);
      })
      .map(([name, range]) => [key, name, range]),
  );
}

/** Every reason for which the lock would be refused by `npm ci` or would tell where it was made. */
function lockProblems({ packages }) {
  return [
    ...missingPackages(packages).map(
      ([key, name, range]) => `${name}@${range} is missing (asked for by ${key || 'the root'})`,
    ),
    ...Object.keys(packages)
      .filter((key) => isAddress(packages[key].resolved))
      .map((key) => `${key} holds a registry address`),
  ];
}

/** The repaired lock; throws when a missing package names no platform, for that would be a real gap. */
function repairLock(lock) {
  const packages = Object.fromEntries(
    Object.entries(lock.packages)
      .filter(([, entry]) => !isInert(entry))
      .map(([key, { resolved, ...entry }]) => [key, resolved && !isAddress(resolved) ? { ...entry, resolved } : entry]),
  );
  for (const [key, name, range] of missingPackages(packages)) {
    const platform = platformOf(name);
    if (!platform) throw new Error(`${name} is missing and its name speaks of no platform: install it`);
    const beside = `${key.slice(0, key.lastIndexOf('node_modules/'))}node_modules/${name}`;
    const place = packages[beside] ? `${key}/node_modules/${name}` : beside;
    const version = range.replace(/^npm:.*@/, '').replace(/^[\^~>=v\s]+/, '');
    packages[place] = { version, ...(lock.packages[key].dev && { dev: true }), optional: true, ...platform };
  }
  return { ...lock, packages: Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1))) };
}

const file = path.resolve(process.argv.find((argument) => argument.endsWith('.json')) ?? 'package-lock.json');
const lock = JSON.parse(fs.readFileSync(file, 'utf8'));
const problems = lockProblems(lock);
if (process.argv.includes('--check')) {
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
} else if (problems.length > 0) {
  fs.writeFileSync(file, `${JSON.stringify(repairLock(lock), null, 2)}\n`);
  console.log(`${problems.length} entries repaired in ${path.basename(file)}`);
}
