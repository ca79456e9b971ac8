import { idempotencyOf, type PersonCaller } from '@sightline/service-kit';
import type { FastifyRequest } from 'fastify';
import type { AskedBy } from '../../application/person-context.js';

const neverSeen = -1;

/** The version named by If-Match: null when there is none or any will do; one that never was when it cannot be read. */
const expectedVersionOf = (header: string | undefined): number | null => {
  if (header === undefined || header.trim() === '*') return null;
  const [, version] = /^\s*"(\d{1,9})"\s*$/.exec(header) ?? [];
  return version === undefined ? neverSeen : Number(version);
};

/** What the caller's request says beside its content. @throws Problem for a malformed Idempotency-Key */
export const askedBy = (caller: PersonCaller, request: FastifyRequest): AskedBy => {
  const traceparent = request.headers['traceparent'];
  return {
    personId: caller.personId,
    causationId: String(request.id),
    idempotency: idempotencyOf(request, caller),
    expectedVersion: expectedVersionOf(request.headers['if-match']),
    ...(typeof traceparent === 'string' && traceparent.length <= 100 ? { traceparent } : {}),
  };
};

/** What If-Match is compared with. */
export const etagOf = (version: number): string => `"${version}"`;
