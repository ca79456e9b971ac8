import type { DynamicModule } from '@nestjs/common';
import { pino } from 'pino';
import { systemClock } from '../clock.js';
import { createHttpApplication } from '../http/http-application.js';
import { HealthRegistry } from '../operations/health.js';
import type { AccessTokenVerifier } from '../sign-in/index.js';

export interface HttpAnswer {
  readonly status: number;
  readonly mediaType: string;
  readonly text: string;
  // Its shape is what a spec checks.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

/** Stands for sign-in: the token is the person's id, or the word for a machine. */
const tokens = {
  verify: (token: string) =>
    Promise.resolve(
      token === 'machine'
        ? { kind: 'client', clientId: 'sis', scopes: ['roster', 'messages'] }
        : { kind: 'person', personId: token, username: 'somebody', tokenId: 'token' },
    ),
} as unknown as AccessTokenVerifier;

export interface ServiceOverHttp {
  /** @param caller a person's id, `machine`, or nobody */
  get(path: string, caller?: string): Promise<HttpAnswer>;
  /** @param key its Idempotency-Key */
  post(path: string, caller: string | undefined, body: object, key?: string): Promise<HttpAnswer>;
  /** Bytes as the body. */
  upload(path: string, caller: string, bytes: Buffer, mediaType: string, key?: string): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/** The routes of one service behind the real guard, pipes and filters, with nothing listening. */
export async function serviceOverHttp(title: string, module: DynamicModule): Promise<ServiceOverHttp> {
  const application = await createHttpApplication({
    title,
    modules: [module],
    logger: pino({ level: 'silent' }),
    clock: systemClock,
    health: new HealthRegistry(),
    tokens,
  });
  await application.init();
  await application.getHttpAdapter().getInstance().ready();
  const ask = async (
    method: 'GET' | 'POST',
    url: string,
    caller?: string,
    payload?: object,
    key?: string,
    mediaType?: string,
  ) => {
    const response = await application.inject({
      ...{ method, url },
      ...(payload === undefined ? {} : { payload }),
      headers: {
        ...(caller === undefined ? {} : { authorization: `Bearer ${caller}` }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(mediaType === undefined ? {} : { 'content-type': mediaType }),
      },
    });
    const answered = String(response.headers['content-type']);
    return {
      status: response.statusCode,
      mediaType: answered,
      text: response.body,
      // A file is text of another kind.
      body: /json\b/.test(answered) && !answered.includes('ndjson') ? response.json() : undefined,
    };
  };
  return {
    get: (path, caller) => ask('GET', path, caller),
    post: (path, caller, body, key) => ask('POST', path, caller, body, key),
    upload: (path, caller, bytes, mediaType, key) => ask('POST', path, caller, bytes, key, mediaType),
    close: () => application.close(),
  };
}
