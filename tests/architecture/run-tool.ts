import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));

export interface ToolRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a Node program of the repository (a path from its root) to its end, whatever its exit code. */
export const runProgram = (
  program: string,
  args: readonly string[],
  { folder = repositoryRoot, input = '' }: { readonly folder?: string; readonly input?: string } = {},
): Promise<ToolRun> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [path.join(repositoryRoot, program), ...args],
      {
        cwd: folder,
        env: {
          ...process.env,
          NODE_OPTIONS: '',
          NX_DAEMON: 'false',
          NX_NO_CLOUD: 'true',
          NO_COLOR: '1',
          FORCE_COLOR: '0',
        },
        maxBuffer: 64 * 1024 * 1024,
      },
      (error, stdout, stderr) => resolve({ exitCode: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    );
    child.stdin?.end(input);
  });

/** The JSON a tool printed; throws with all its output when it printed something else. */
export const printedJson = (run: ToolRun): unknown => {
  try {
    return JSON.parse(run.stdout);
  } catch (error) {
    throw new Error(`no JSON from the tool (exit ${run.exitCode}): ${run.stdout}${run.stderr}`, { cause: error });
  }
};
