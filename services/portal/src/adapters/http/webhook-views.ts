import type { PeopleReader } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { mayAccess, type Verb } from '@sightline/policy';
import { idempotencyOf, isUuid, notFound, type Caller, type Clock } from '@sightline/service-kit';
import type { FastifyRequest } from 'fastify';
import type { ChangeWebhooksHandler, WebhookChange } from '../../application/change-webhooks.handler.js';
import type { AddressFault } from '../../application/webhook-ports.js';
import { findWebhook, type WebhookListed } from '../../read-models/webhooks/webhooks.queries.js';
import { actorOf, districtRelationsOf } from './district-callers.js';

/** What the controllers of webhooks work with. */
export interface WebhooksSource {
  readonly database: Queryable;
  readonly clock: Clock;
  readonly people: Pick<PeopleReader, 'people'>;
  readonly handler: ChangeWebhooksHandler;
  readonly addressFault: AddressFault;
  /** A secret as its receiver takes it; undefined when it is destroyed. */
  readonly reveal: (secretId: string) => Promise<string | undefined>;
}

export const WEBHOOKS = Symbol('portal.webhooks');

/** Operators and the district's machine client; to everybody else there is nothing here. @throws Problem */
export async function requireWebhookAccess(source: WebhooksSource, verb: Verb, caller: Caller): Promise<void> {
  if (!mayAccess('webhook', verb, await districtRelationsOf(caller, source.people))) throw notFound();
}

/** @throws Problem when there is no such webhook */
export async function requireWebhook(source: WebhooksSource, id: string): Promise<WebhookListed> {
  const found = isUuid(id) ? await findWebhook(source.database, source.clock.now(), id.toLowerCase()) : undefined;
  if (!found) throw notFound();
  return found;
}

export const changeBy = (request: FastifyRequest, caller: Caller): WebhookChange => ({
  actor: actorOf(caller),
  causationId: String(request.id),
  idempotency: idempotencyOf(request, caller),
});

export const statusByRefusal = {
  'webhook-not-registered': 404,
  'webhook-disabled': 409,
  'webhook-ended': 409,
} as const;
