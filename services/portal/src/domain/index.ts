export { expiresAt, hasFailedLong, nextAttemptAt, restUntil } from './attempts.js';
export { namedBy, offeredEventTypes } from './offered-events.js';
export type { WebhookCommand } from './webhook.commands.js';
export { webhookDecider, type WebhookRefusal } from './webhook.decider.js';
