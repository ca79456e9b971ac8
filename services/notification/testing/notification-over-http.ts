import { createHttpApplication, HealthRegistry, type AccessTokenVerifier } from '@sightline/service-kit';
import { pino } from 'pino';
import type { RunningNotification } from './running-notification.js';

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  // The shapes are what specs check.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

/** The service's routes behind the real guard, pipes and filters, with nothing listening. The token is the person's id, or `machine`. */
export interface NotificationOverHttp {
  get(path: string, caller?: string): Promise<Answer>;
  post(path: string, body: object, caller?: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** As a browser or a carrier sends a form. */
  postForm(path: string, body: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  close(): Promise<void>;
}

const verify = (token: string) =>
  Promise.resolve(
    token === 'machine'
      ? { kind: 'client', clientId: 'sis', scopes: ['roster'] }
      : { kind: 'person', personId: token, username: 'somebody', tokenId: 'token' },
  );

export const overHttp = async (service: RunningNotification): Promise<NotificationOverHttp> => {
  const application = await createHttpApplication({
    ...{ title: 'notification', modules: [service.service.module], logger: pino({ level: 'silent' }) },
    ...{ clock: service.clock, health: new HealthRegistry(), tokens: { verify } as unknown as AccessTokenVerifier },
  });
  await application.init();
  await application.getHttpAdapter().getInstance().ready();
  const send = async (
    method: 'GET' | 'POST',
    url: string,
    payload: string | object | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> => {
    const response = await application.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
    const type = String(response.headers['content-type']);
    const body: unknown = type.includes('json') ? response.json() : undefined;
    return { status: response.statusCode, type, text: response.body, body };
  };
  const signedIn = (caller: string | undefined) => (caller === undefined ? {} : { authorization: `Bearer ${caller}` });
  return {
    get: (path, caller) => send('GET', path, undefined, signedIn(caller)),
    post: (path, body, caller, headers = {}) => send('POST', path, body, { ...signedIn(caller), ...headers }),
    postForm: (path, body, headers = {}) =>
      send('POST', path, body, { 'content-type': 'application/x-www-form-urlencoded', ...headers }),
    close: () => application.close(),
  };
};
