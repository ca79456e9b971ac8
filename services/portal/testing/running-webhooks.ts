import type { PeopleReader, PersonDetails } from '@sightline/contracts';
import { createHttpApplication, HealthRegistry, systemClock, type AccessTokenVerifier } from '@sightline/service-kit';
import { runService } from '@sightline/service-kit/testing';
import type { TestClock } from '@sightline/testing';
import { pino } from 'pino';
import type { SenderOptions } from '../src/adapters/webhooks/http-message-sender.js';
import { createWebhooksModule } from '../src/index.js';

export const operatorId = '0193b2c4-0000-7000-8000-000000000001';
export const teacherId = '0193b2c4-0000-7000-8000-000000000002';

const people = {
  people: async (ids: readonly string[]) =>
    new Map(
      ids.map((personId) => [
        personId,
        { personId, roles: personId === operatorId ? ['operator'] : ['teacher'] } as unknown as PersonDetails,
      ]),
    ),
} as unknown as PeopleReader;

/** Stands for sign-in: the token is the person's id, or what a machine client may do. */
const tokens = {
  verify: async (token: string) =>
    /^[0-9a-f-]{36}$/.test(token)
      ? { kind: 'person', personId: token, username: 'somebody', tokenId: 'token' }
      : { kind: 'client', clientId: 'district-it', scopes: [token] },
} as unknown as AccessTokenVerifier;

export interface Answered {
  readonly status: number;
  readonly text: string;
  // Its shape is what a spec checks.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

/** The portal's webhooks over a real database and behind the real guard, pipes and filters; fed by hand. */
export async function runWebhooks(
  databaseUrl: string,
  clock: TestClock,
  sending: SenderOptions = { loopback: true, timeoutMs: 500 },
) {
  const running = await runService(
    'portal',
    databaseUrl,
    (context) => createWebhooksModule(context, { sealingKey: async () => Buffer.alloc(32, 7), sending }),
    { clock, people },
  );
  const application = await createHttpApplication({
    ...{ title: 'portal', modules: [running.service.module], logger: pino({ level: 'silent' }), clock: systemClock },
    ...{ health: new HealthRegistry(), tokens },
  });
  await application.init();
  await application.getHttpAdapter().getInstance().ready();
  const ask = async (
    method: 'GET' | 'POST',
    path: string,
    { caller = operatorId, body, key }: { caller?: string; body?: object; key?: string } = {},
  ): Promise<Answered> => {
    const response = await application.inject({
      ...{ method, url: `/api/v1/webhooks${path}` },
      headers: { authorization: `Bearer ${caller}`, ...(key === undefined ? {} : { 'idempotency-key': key }) },
      ...(body === undefined ? {} : { payload: body }),
    });
    return { status: response.statusCode, text: response.body, body: response.json() };
  };
  return {
    ...running,
    get: (path: string, caller?: string) => ask('GET', path, caller === undefined ? {} : { caller }),
    post: (path: string, body?: object, more: { caller?: string; key?: string } = {}) =>
      ask('POST', path, { ...(body === undefined ? {} : { body }), ...more }),
    async stop(): Promise<void> {
      await application.close();
      await running.stop();
    },
  };
}

export type RunningWebhooks = Awaited<ReturnType<typeof runWebhooks>>;
