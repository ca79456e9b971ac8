// What the tests run beside Node: where Debian's package manager may be used (root), a missing program is installed; elsewhere
// the tests that need it fail and name the package.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

const onPath = (program) => (process.env.PATH ?? '').split(':').some((folder) => fs.existsSync(`${folder}/${program}`));

/** Program, the variable that can name one elsewhere, Debian package. */
const programs = [
  { program: 'chromium', variable: 'TEST_CHROMIUM', debianPackage: 'chromium' },
  { program: 'java', variable: 'TEST_KAFKA_BROKERS', debianPackage: 'openjdk-17-jre-headless' },
  { program: 'mvn', variable: 'TEST_KAFKA_BROKERS', debianPackage: 'maven' },
];

/** @returns the Debian packages of what is neither there nor named by a variable */
const missingPackages = () =>
  programs
    .filter(({ program, variable }) => !process.env[variable] && !onPath(program))
    .map(({ debianPackage }) => debianPackage);

const missing = missingPackages();
if (missing.length > 0 && process.getuid?.() === 0 && onPath('apt-get')) {
  console.log(`installing ${missing.join(', ')} from Debian's packages`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const aptGet = (...args) =>
    spawnSync('apt-get', ['-qq', ...args], { env: environment, stdio: ['ignore', 'ignore', 'inherit'] });
  aptGet('update');
  aptGet('install', '-y', '--no-install-recommends', ...missing);
}
const left = missingPackages();
if (left.length > 0) console.log(`not installed: ${left.join(', ')}; the tests that need them will fail`);
