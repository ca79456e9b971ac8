import { eventually } from '@sightline/testing';
import pg from 'pg';
import { processNames, type RunningSightline } from './running-sightline.js';

const askDatabase = async <Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows[0]!;
  } finally {
    await client.end();
  }
};

/** Mail is still on its way when the last promise is kept: waits until no log grows and no notice is pending. */
export const everythingIsSettled = async (sightline: RunningSightline): Promise<void> => {
  const publishing = processNames.filter((name) => name !== 'audit');
  let before = '';
  await eventually(
    async () => {
      const heads = await Promise.all(
        publishing.map(async (name) =>
          askDatabase<{ position: string }>(await sightline.databaseUrl(name), 'select position from log_head'),
        ),
      );
      const { pending } = await askDatabase<{ pending: number }>(
        await sightline.databaseUrl('notification'),
        `select count(*)::integer as pending from notices where status = 'pending'`,
      );
      const now = heads.map(({ position }) => position).join();
      const grew = now !== before;
      before = now;
      return { grew, pending };
    },
    ({ grew, pending }) => !grew && pending === 0,
    { timeoutMs: 120_000, everyMs: 2_000 },
  );
};
