import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const executablePath = process.env['TEST_CHROMIUM'] ?? '/usr/bin/chromium';

/** A real Chromium without a window. @throws Error that says how to get it where there is none */
export async function startChromium(): Promise<Browser> {
  if (!existsSync(executablePath))
    throw new Error(
      `no Chromium at ${executablePath}: apt-get install --no-install-recommends chromium, or name one in TEST_CHROMIUM`,
    );
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] });
}
