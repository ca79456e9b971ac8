import type { EventEnvelope, LogName, PeopleReader, PersonDetails } from '@sightline/contracts';
import { readLog } from '@sightline/event-store';
import { createHttpApplication, dateInZone, HealthRegistry, type AccessTokenVerifier } from '@sightline/service-kit';
import { runService } from '@sightline/service-kit/testing';
import { eventually, testClock, type ClockStep, type TestDatabase } from '@sightline/testing';
import { pino } from 'pino';
import { createApprovalModule } from '../src/approval.module.js';
import { settledOn } from '../src/read-models/absences/absences.queries.js';
import { listTasks } from '../src/read-models/tasks/list-tasks.js';
import type { StoredTask } from '../src/read-models/tasks/task.row.js';
import { dueRounds } from '../src/read-models/tasks/tasks.queries.js';

/** Stands for sign-in: the token is the person's id. */
const tokens = {
  verify: (token: string) =>
    Promise.resolve({ kind: 'person', personId: token, username: 'somebody', tokenId: 'token' }),
} as unknown as AccessTokenVerifier;

type Named = Pick<PersonDetails, 'personId' | 'username' | 'displayName'>;

/** A directory that knows a few names. */
const readerOf = (known: readonly Named[]): PeopleReader => {
  const details = known as readonly PersonDetails[];
  return {
    people: (ids) =>
      Promise.resolve(
        new Map(details.filter(({ personId }) => ids.includes(personId)).map((each) => [each.personId, each])),
      ),
    places: () => Promise.resolve(new Map()),
    find: (login) => Promise.resolve(details.find(({ username }) => username === login)),
    search: (text) =>
      Promise.resolve(details.filter(({ displayName }) => displayName.toLowerCase().includes(text.toLowerCase()))),
  };
};

/** The whole service over a real database, fed by hand and asked over its routes. */
export const runApproval = async (
  database: TestDatabase,
  { people = [] }: { readonly people?: readonly Named[] } = {},
) => {
  const clock = testClock();
  const running = await runService('approval', database.url, createApprovalModule, {
    clock,
    positions: new Map<LogName, number>(),
    people: readerOf(people),
  });
  const { pool } = running.database;
  const application = await createHttpApplication({
    title: 'approval',
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
    caller: string,
    url: string,
    body: object | undefined,
    headers: Readonly<Record<string, string>>,
  ) => {
    const response = await application.inject({
      method,
      url: `/api/v1/${url}`,
      headers: { authorization: `Bearer ${caller}`, ...headers },
      ...(body === undefined ? {} : { payload: body }),
    });
    // Its shape is what a spec checks.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    const answer: any = /json/.test(String(response.headers['content-type'])) ? response.json() : response.body;
    return {
      status: response.statusCode,
      type: String((answer as { type?: unknown }).type ?? ''),
      version: String(response.headers.etag),
      body: answer,
    };
  };

  return {
    ...running,
    clock,
    get: (caller: string, url: string) => send('GET', caller, url, undefined, {}),
    postTo: (caller: string, url: string, body: object = {}, headers: Readonly<Record<string, string>> = {}) =>
      send('POST', caller, url, body, headers),
    /** @param key an Idempotency-Key */
    post: (caller: string, path: string, body: object = {}, key?: string) =>
      send('POST', caller, `approval-tasks/${path}`, body, key === undefined ? {} : { 'idempotency-key': key }),
    /** Moves the clock, and waits until everything that is due by then has been done. */
    passTime: async (step: ClockStep): Promise<void> => {
      clock.advance(step);
      const today = dateInZone(clock.now(), 'America/Chicago');
      await eventually(
        async () => ({ due: await dueRounds(pool, clock.now(), today, 1), day: await settledOn(pool) }),
        ({ due, day }) => due.length === 0 && day === today,
      );
    },
    tasksOf: (callerId: string): Promise<StoredTask[]> => listTasks(pool, { callerId }, { limit: 1_000 }),
    history: (): Promise<EventEnvelope[]> => readLog(pool, 'approval', 0, 100_000),
    stop: async () => {
      await application.close();
      await running.stop();
    },
  };
};
export type RunningApproval = Awaited<ReturnType<typeof runApproval>>;
