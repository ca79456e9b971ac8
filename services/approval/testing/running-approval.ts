import type { EventEnvelope, LogName } from '@sightline/contracts';
import { readLog } from '@sightline/event-store';
import { createHttpApplication, HealthRegistry, type AccessTokenVerifier } from '@sightline/service-kit';
import { runService } from '@sightline/service-kit/testing';
import { testClock, type TestDatabase } from '@sightline/testing';
import { pino } from 'pino';
import { createApprovalModule } from '../src/approval.module.js';
import { listTasks, type TaskRow } from '../src/read-models/tasks/tasks.queries.js';

/** Stands for sign-in: the token is the person's id. */
const tokens = {
  verify: (token: string) =>
    Promise.resolve({ kind: 'person', personId: token, username: 'somebody', tokenId: 'token' }),
} as unknown as AccessTokenVerifier;

/** The whole service over a real database, fed by hand and asked over its routes. */
export const runApproval = async (database: TestDatabase) => {
  const clock = testClock();
  const running = await runService('approval', database.url, createApprovalModule, {
    clock,
    positions: new Map<LogName, number>(),
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

  return {
    ...running,
    clock,
    /** @param key an Idempotency-Key */
    post: async (caller: string, path: string, body: object = {}, key?: string) => {
      const response = await application.inject({
        method: 'POST',
        url: `/api/v1/approval-tasks/${path}`,
        headers: { authorization: `Bearer ${caller}`, ...(key === undefined ? {} : { 'idempotency-key': key }) },
        payload: body,
      });
      const answer: { readonly type?: string; readonly status?: unknown } = response.json();
      return { status: response.statusCode, type: String(answer.type ?? ''), body: answer };
    },
    tasksOf: (callerId: string): Promise<TaskRow[]> => listTasks(pool, { callerId, limit: 1_000 }),
    history: (): Promise<EventEnvelope[]> => readLog(pool, 'approval', 0, 100_000),
    stop: async () => {
      await application.close();
      await running.stop();
    },
  };
};
export type RunningApproval = Awaited<ReturnType<typeof runApproval>>;
