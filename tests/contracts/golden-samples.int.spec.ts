import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createApprovalModule } from '@sightline/approval';
import { createAuditModule } from '@sightline/audit';
import { sightlineEventTypes, type EventEnvelope, type LogName } from '@sightline/contracts';
import { createExceptionRequestModule } from '@sightline/exception-request';
import { createMessagingArchiveModule } from '@sightline/messaging-archive';
import { createNotificationModule, readMailSettings } from '@sightline/notification';
import { createWebhooksModule } from '@sightline/portal';
import type { ServiceContext } from '@sightline/service-kit';
import { runService, type RunningService } from '@sightline/service-kit/testing';
import { testDatabase, type TestDatabase } from '@sightline/testing';
import { repositoryFiles } from '../architecture/repository-files.js';
import { repositoryRoot } from '../architecture/run-tool.js';
import { goldenSamples } from './contract-files.js';

const everyLog = [...new Set(sightlineEventTypes.map((type) => type.split('.')[1] as LogName))];
const consumers = {
  'exception-request': createExceptionRequestModule,
  approval: createApprovalModule,
  notification: (context: ServiceContext) =>
    createNotificationModule(context, {
      ...{ smtpUrl: null, mailFrom: 'Sightline <notices@district.example>' },
      // Bounces come by way of the archive, where mail has an address to bounce to.
      mail: readMailSettings({ COPY_DOMAIN: 'copies.example' }),
    }),
  'messaging-archive': createMessagingArchiveModule,
  portal: (context: ServiceContext) =>
    createWebhooksModule(context, { sealingKey: async () => Buffer.alloc(32), sending: { loopback: false } }),
  audit: (context: ServiceContext) => createAuditModule(context, { logs: everyLog, signingKeyFile: null }),
} as const;

const inOrder: readonly EventEnvelope[] = [...goldenSamples().values()].sort(
  (left, right) => left.time.localeCompare(right.time) || left.position - right.position,
);

/** The logs whose event types a service names in its code; the parts of `@sightline/relations` follow the directory's. */
const logsNamedBy = (service: string): string[] => {
  const texts = repositoryFiles(repositoryRoot, `services/${service}/src`)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => fs.readFileSync(path.join(repositoryRoot, file), 'utf8'));
  const named = texts.flatMap((text) =>
    [...text.matchAll(/'sightline\.([a-z-]+)\.[a-z-]+\.v\d+'/g)].map((match) => match[1]!),
  );
  const relations = texts.some((text) => text.includes(`from '@sightline/relations'`)) ? ['directory'] : [];
  return [...new Set([...named, ...relations])].filter((log) => log !== service).sort();
};

describe.each(Object.keys(consumers) as (keyof typeof consumers)[])('%s', (name) => {
  let database: TestDatabase;
  let consumer: RunningService<Awaited<ReturnType<(typeof consumers)[typeof name]>>>;

  beforeAll(async () => {
    database = await testDatabase(`golden-${name}`);
    consumer = await runService(name, database.url, (context) => consumers[name](context));
  });
  afterAll(async () => {
    await consumer.stop();
    await database.drop();
  });

  it('takes every golden sample', async () => {
    for (const event of inOrder) if (consumer.bus.logs.includes(event.log as LogName)) await consumer.bus.feed(event);
    const { rows } = await consumer.database.pool.query<{ type: string; reason: string }>(
      'select type, reason from parked_events order by ordinal',
    );
    expect(rows).toEqual([]);
  });

  it('listens to the logs whose events it names, and to no others', () => {
    expect([...consumer.bus.logs].sort()).toEqual(logsNamedBy(name));
  });

  if (name === 'audit')
    it('has each of them in the ledger', async () => {
      const { rows } = await consumer.database.pool.query<{ type: string }>('select type from ledger');
      expect(rows.map(({ type }) => type).sort()).toEqual([...sightlineEventTypes].sort());
    });
});
