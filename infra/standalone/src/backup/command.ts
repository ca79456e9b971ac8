export const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Runs a command of an operator to its end: what goes wrong is one line, and exit code 1. */
export async function runCommand(command: (args: readonly string[]) => Promise<void>): Promise<never> {
  try {
    await command(process.argv.slice(2));
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  }
}
