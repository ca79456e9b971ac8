import { idempotencyOf, type PersonCaller } from '@sightline/service-kit';
import type { FastifyRequest } from 'fastify';
import type { AskedBy } from '../../application/asked-by.js';

/** What the caller's request says beside its content. @throws Problem for a malformed Idempotency-Key */
export const askedBy = (caller: PersonCaller, request: FastifyRequest): AskedBy => ({
  personId: caller.personId,
  causationId: String(request.id),
  idempotency: idempotencyOf(request, caller),
});
