import type { DynamicModule } from '@nestjs/common';
import { createPortalModule, openKeyFolder } from '@sightline/portal';
import { systemClock, type ServiceDatabase } from '@sightline/service-kit';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { lateBoundReaders } from '../late-bound-readers.js';

const noDatabase = { pool: {}, close: () => Promise.resolve() } as unknown as ServiceDatabase;

/** The portal with keys of the moment, of which nothing is signed. */
export async function portalModule(): Promise<DynamicModule> {
  const keyFolder = await mkdtemp(path.join(os.tmpdir(), 'sightline-open-api-'));
  try {
    const portal = await createPortalModule({
      publicUrl: 'http://127.0.0.1:8080',
      keyFolder,
      keys: await openKeyFolder(keyFolder),
      people: lateBoundReaders().people,
      operators: { assignOperator: () => Promise.resolve(undefined) },
      sampleGrant: false,
      machineClients: [],
      upstreams: {},
      parkedEvents: [],
      ownProviderUrl: 'http://127.0.0.1:8080/oidc',
      openDatabase: () => Promise.resolve(noDatabase),
      clock: systemClock,
      logger: pino({ level: 'silent' }),
    });
    return portal.module;
  } finally {
    await rm(keyFolder, { recursive: true, force: true });
  }
}
