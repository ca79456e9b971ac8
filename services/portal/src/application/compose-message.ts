import { namedBy } from '../domain/index.js';

interface Told {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly correlationid: string;
}

const message = (event: Told, ids: object, links: object): string =>
  JSON.stringify({
    type: event.type,
    id: event.id,
    timestamp: event.time,
    data: { case: event.correlationid, ...ids, links },
  });

/** Thin on purpose: which event, when, and where more can be asked; no name, address or word, and nobody's id (C9, C10). */
export const composeMessage = (event: Told & { readonly data: object }, publicUrl: string): string => {
  const { ids, links } = namedBy(event.type, event.data);
  return message(
    event,
    ids,
    Object.fromEntries(Object.entries(links).map(([name, path]) => [name, `${publicUrl}${path}`])),
  );
};

/** The message of a test names the webhook alone. */
export const composeTest = (event: Told, webhookId: string, publicUrl: string): string =>
  message(event, { webhookId }, { webhook: `${publicUrl}/api/v1/webhooks/${webhookId}` });
