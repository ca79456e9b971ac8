// `npm test`: build, the checks, then every jest project. Each check counts as one test; a failed step does not stop the
// others, so that one run shows everything. The last line is `N passed, N failed`; the exit code is 1 if anything failed.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const environment = {
  ...process.env,
  PATH: [path.join(root, 'node_modules/.bin'), process.env.PATH].join(path.delimiter),
  NX_DAEMON: 'false',
  NX_NO_CLOUD: 'true',
};

const npmScript = (script) => ['npm', ['run', '--silent', script]];
const script = (file, ...args) => [process.execPath, [path.join('infra/scripts', file), ...args]];

const build = { name: 'build', run: script('build.mjs') };
const checks = [
  { name: 'types (tsc)', run: npmScript('typecheck') },
  { name: 'lint and project boundaries (eslint, nx)', run: npmScript('lint') },
  { name: 'folders, packages, cycles (dependency-cruiser)', run: npmScript('folders') },
  { name: 'dead code (knip)', run: npmScript('unused') },
  { name: 'form (prettier)', run: npmScript('format') },
  { name: 'lock file', run: script('fix-lock.mjs', '--check') },
  ...generatedTruths(),
];
const checksAtOnce = 2;

/** Every generator of a committed file can say whether the file is what it would write now. */
function generatedTruths() {
  return fs
    .readdirSync(path.join(root, 'infra/scripts'))
    .filter((file) => /^generate-.*\.mjs$/.test(file))
    .map((file) => ({ name: `generated truth (${file})`, run: script(file, '--check') }));
}

/** Runs to the end. A check prints its output in one piece when it is done, so that two at once stay readable. */
function run([command, args], { held = false, env = environment } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      stdio: ['ignore', held ? 'pipe' : 'inherit', held ? 'pipe' : 'inherit'],
    });
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
    child.on('error', (error) => resolve({ passed: false, output: String(error) }));
    child.on('close', (code) => resolve({ passed: code === 0, output: Buffer.concat(output).toString('utf8') }));
  });
}

async function check({ name, run: command }) {
  const started = performance.now();
  const { passed, output } = await run(command, { held: true });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(
    `${passed ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n${output.trim() && `${output.trimEnd()}\n`}`,
  );
  return passed;
}

/** All of them, a few at a time, in order of start. */
async function checkAll(list) {
  const waiting = [...list];
  const results = [];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results.push(await check(next));
  };
  await Promise.all(Array.from({ length: checksAtOnce }, worker));
  return results;
}

/** Passed and failed tests of all jest projects; a suite that cannot start, or a jest that ran nothing, counts as failed. */
async function runJest() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sightline-test-'));
  const report = path.join(folder, 'jest.json');
  const jest = ['jest', ['-c', 'tests/jest.config.mjs', '--json', `--outputFile=${report}`]];
  try {
    const { passed } = await run(jest, { env: { ...environment, NODE_OPTIONS: '--experimental-vm-modules' } });
    const counts = JSON.parse(fs.readFileSync(report, 'utf8'));
    const failed =
      counts.numFailedTests + counts.numRuntimeErrorTestSuites + counts.numPendingTests + counts.numTodoTests;
    const nothingRan = counts.numPassedTests === 0;
    // Jest may also fail for a reason that no test shows, such as a global teardown that throws.
    return { passed: counts.numPassedTests, failed: failed === 0 && (!passed || nothingRan) ? 1 : failed };
  } catch (error) {
    console.error(`jest wrote no report: ${error}`);
    return { passed: 0, failed: 1 };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const checked = [await check(build), ...(await checkAll(checks))];
await run(script('install-test-programs.mjs'));
const tested = await runJest();
const passed = checked.filter(Boolean).length + tested.passed;
const failed = checked.filter((result) => !result).length + tested.failed;
process.exitCode = failed > 0 ? 1 : 0;
process.stdout.write(`${passed} passed, ${failed} failed\n`);
