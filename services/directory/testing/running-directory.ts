import type { ConsequenceOwners } from '@sightline/contracts';
import { createHttpApplication, HealthRegistry, type AccessTokenVerifier, type Clock } from '@sightline/service-kit';
import { runService } from '@sightline/service-kit/testing';
import { testClock, type TestClock } from '@sightline/testing';
import { pino } from 'pino';
import { createDirectoryModule } from '../src/directory.module.js';

export interface HttpAnswer {
  readonly status: number;
  readonly mediaType: string;
  readonly text: string;
  readonly location: string | undefined;
  // Its shape is what a spec checks.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

/** Stands for sign-in: `client:<scope>` is a machine with that scope, anything else the id of a person. */
const tokens = {
  verify: (token: string) =>
    Promise.resolve(
      token.startsWith('client:')
        ? { kind: 'client', clientId: 'sis', scopes: [token.slice('client:'.length)] }
        : { kind: 'person', personId: token, username: 'somebody', tokenId: 'token' },
    ),
} as unknown as AccessTokenVerifier;

export interface Send {
  readonly caller?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: Buffer | object;
}

/** The whole directory over a real database, behind the real guard, pipes and filters, with nothing listening. */
export async function runDirectory(
  databaseUrl: string,
  clock: Clock & TestClock = testClock(),
  options: Parameters<typeof createDirectoryModule>[1] = {},
  consequences?: ConsequenceOwners,
) {
  const running = await runService('directory', databaseUrl, (context) => createDirectoryModule(context, options), {
    clock,
    ...(consequences ? { consequences } : {}),
  });
  const application = await createHttpApplication({
    title: 'directory',
    modules: [running.service.module],
    logger: pino({ level: 'silent' }),
    clock,
    health: new HealthRegistry(),
    tokens,
  });
  await application.init();
  await application.getHttpAdapter().getInstance().ready();

  const send = async (
    method: 'GET' | 'POST',
    url: string,
    { caller, headers = {}, payload }: Send = {},
  ): Promise<HttpAnswer> => {
    const response = await application.inject({
      method,
      url,
      headers: { ...headers, ...(caller === undefined ? {} : { authorization: `Bearer ${caller}` }) },
      ...(payload === undefined ? {} : { payload }),
    });
    const { location } = response.headers;
    return {
      status: response.statusCode,
      mediaType: String(response.headers['content-type']),
      text: response.body,
      location: location === undefined ? undefined : String(location),
      body: response.json(),
    };
  };
  return {
    ...running,
    clock,
    get: (url: string, caller?: string) => send('GET', url, caller === undefined ? {} : { caller }),
    post: (url: string, sent: Send) => send('POST', url, sent),
    postBundle: (bundle: Buffer, query = '', headers: Readonly<Record<string, string>> = {}) =>
      send('POST', `/api/v1/roster/imports${query}`, {
        caller: 'client:roster',
        headers: { 'content-type': 'application/zip', ...headers },
        payload: bundle,
      }),
    /** Uuid by sourcedId. */
    idOf: async (sourcedId: string): Promise<string> => {
      const { rows } = await running.database.pool.query<{ id: string }>(
        'select id from people where sourced_id = $1 union all select id from buildings where sourced_id = $1',
        [sourcedId],
      );
      return rows[0]!.id;
    },
    /** How many events of each type the log holds. */
    eventCounts: async (): Promise<Record<string, number>> => {
      const { rows } = await running.database.pool.query<{ type: string; count: number }>(
        `select split_part(type, '.', 3) as type, count(*)::integer as count from events group by 1 order by 1`,
      );
      return Object.fromEntries(rows.map(({ type, count }) => [type, count]));
    },
    stop: async (): Promise<void> => {
      await application.close();
      await running.stop();
    },
  };
}
export type RunningDirectory = Awaited<ReturnType<typeof runDirectory>>;
