import { createHash } from 'node:crypto';
import type { UnitOfWork, UnitResult } from '@sightline/event-store';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problem.js';
import { refusalProblem } from '../problem/refusal-problem.js';
import type { Caller } from '../sign-in/caller.js';

const keyLengthMax = 255;
const underWay = new Set<string>();

/** The request's Idempotency-Key, scoped by caller and path; undefined when it carries none. @throws Problem for a malformed key */
export const idempotencyOf = (request: FastifyRequest, caller: Caller): UnitOfWork['idempotency'] => {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return undefined;
  const key = Array.isArray(header) ? header.join(',') : header;
  if (key.length === 0 || key.length > keyLengthMax || !/^[\x21-\x7e]+$/.test(key))
    throw new Problem({
      type: 'invalid-idempotency-key',
      status: 400,
      title: 'The Idempotency-Key cannot be used',
      detail: `It must be 1 to ${keyLengthMax} printable characters without spaces.`,
    });
  const who = caller.kind === 'person' ? `person:${caller.personId}` : `client:${caller.clientId}`;
  return {
    scope: `${who} ${request.method} ${request.url.split('?')[0]}`,
    key,
    bodyHash: createHash('sha256')
      .update(JSON.stringify(request.body ?? null))
      .digest('hex'),
  };
};

/** Runs work under its key; the same key while it runs is answered 409. */
export const onceAtATime = async <Result>(
  idempotency: UnitOfWork['idempotency'],
  work: () => Promise<Result>,
): Promise<Result> => {
  if (!idempotency) return work();
  const claim = `${idempotency.scope}\n${idempotency.key}`;
  if (underWay.has(claim))
    throw new Problem({
      type: 'still-running',
      status: 409,
      title: 'The first request with this Idempotency-Key is still running',
      detail: 'Wait a moment and send it again; it will give the first answer.',
      retryAfterSeconds: 1,
    });
  underWay.add(claim);
  try {
    return await work();
  } finally {
    underWay.delete(claim);
  }
};

/** The answer of an accepted or repeated unit. @throws Problem for a refusal or a reused key */
export const answerOf = <Answer>(
  result: UnitResult<Answer>,
  statusByCode: Readonly<Record<string, number>> = {},
): Answer => {
  switch (result.outcome) {
    case 'accepted':
    case 'repeated':
      return result.answer;
    case 'refused':
      throw refusalProblem(result.refusal, statusByCode);
    case 'key-reused':
      throw new Problem({
        type: 'idempotency-key-reused',
        status: 422,
        title: 'This Idempotency-Key was used with another body',
        detail: 'Use a new key for a new request.',
      });
  }
};
