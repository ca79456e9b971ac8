import type { FindSecret } from '../../application/webhook-ports.js';

/** Sealed secrets stand beside the log, by the id that the events name. */
export const findSecret: FindSecret = async (database, secretId) => {
  const { rows } = await database.query<{ sealed: string }>({
    name: 'webhooks.find-secret',
    text: `select words->>'sealed' as sealed from confidential where record_id = $1 and words is not null`,
    values: [secretId],
  });
  return rows[0] && { secretId, sealed: rows[0].sealed };
};
