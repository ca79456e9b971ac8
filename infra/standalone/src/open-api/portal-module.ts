import { Module, type DynamicModule } from '@nestjs/common';
import { createPortalModule, createWebhooksModule, openKeyFolder } from '@sightline/portal';
import { systemClock, type ServiceContext } from '@sightline/service-kit';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { lateBoundReaders } from '../late-bound-readers.js';

@Module({})
class WholePortal {}

/** The portal, its webhooks included, with keys of the moment, of which nothing is signed. */
export async function portalModule(context: ServiceContext): Promise<DynamicModule> {
  const keyFolder = await mkdtemp(path.join(os.tmpdir(), 'sightline-open-api-'));
  try {
    const keys = await openKeyFolder(keyFolder);
    const webhooks = await createWebhooksModule(context, {
      sealingKey: () => keys.sealingKey('webhooks'),
      sending: { loopback: false },
    });
    const portal = await createPortalModule({
      publicUrl: 'http://127.0.0.1:8080',
      keyFolder,
      keys,
      people: lateBoundReaders().people,
      operators: { assignOperator: () => Promise.resolve(undefined) },
      sampleGrant: false,
      machineClients: [],
      upstreams: {},
      parkedEvents: [],
      ownProviderUrl: 'http://127.0.0.1:8080/oidc',
      database: webhooks.database,
      clock: systemClock,
      logger: pino({ level: 'silent' }),
    });
    return { module: WholePortal, imports: [portal.module, webhooks.module] };
  } finally {
    await rm(keyFolder, { recursive: true, force: true });
  }
}
