import type { EventEnvelope, LogName } from '@sightline/contracts';
import { readLog } from '@sightline/event-store';
import { createHttpApplication, HealthRegistry, type AccessTokenVerifier } from '@sightline/service-kit';
import { runService } from '@sightline/service-kit/testing';
import { testClock, type TestClock, type TestDatabase } from '@sightline/testing';
import { pino } from 'pino';
import { createExceptionRequestModule } from '../src/exception-request.module.js';

/** Stands for sign-in: the token is the person's id. */
const tokens = {
  verify: (token: string) =>
    Promise.resolve({ kind: 'person', personId: token, username: 'somebody', tokenId: 'token' }),
} as unknown as AccessTokenVerifier;

interface Answer {
  readonly status: number;
  readonly etag: string | undefined;
  // The shapes are what these specs check.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

/** The whole service over a real database, fed by hand and asked over its routes, with a clock that a spec moves. */
export const runExceptionRequest = async (
  database: TestDatabase,
  {
    clock = testClock(),
    positions = new Map<LogName, number>(),
  }: { readonly clock?: TestClock; readonly positions?: Map<LogName, number> } = {},
) => {
  const running = await runService('exception-request', database.url, createExceptionRequestModule, {
    ...{ clock, positions },
  });
  const application = await createHttpApplication({
    title: 'exception-request',
    modules: [running.service.module],
    logger: pino({ level: 'silent' }),
    clock,
    health: new HealthRegistry(),
    tokens,
  });
  await application.init();
  await application.getHttpAdapter().getInstance().ready();
  const ask = async (
    method: 'GET' | 'POST',
    caller: string,
    path: string,
    payload?: object,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Answer> => {
    const headers = { authorization: `Bearer ${caller}`, ...more };
    const url = `/api/v1/${path}`;
    const response = await application.inject({ method, url, headers, ...(payload && { payload }) });
    const etag = response.headers.etag;
    return { status: response.statusCode, etag: etag === undefined ? etag : String(etag), body: response.json() };
  };

  return {
    ...running,
    clock,
    get: (caller: string, path: string) => ask('GET', caller, path),
    post: (caller: string, path: string, body: object = {}, headers?: Readonly<Record<string, string>>) =>
      ask('POST', caller, path, body, headers),
    history: (): Promise<EventEnvelope[]> => readLog(running.database.pool, 'exception-request', 0, 100_000),
    stop: async () => {
      await application.close();
      await running.stop();
    },
  };
};
export type RunningExceptionRequest = Awaited<ReturnType<typeof runExceptionRequest>>;
