import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Catch, HttpException } from '@nestjs/common';
import { OwnerUnavailable } from '@sightline/contracts';
import { BatcherOverloaded } from '@sightline/event-store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { ProblemDetails } from '../problem.js';
import { Problem, notFound } from '../problem.js';

const fromFramework: Readonly<Record<number, Pick<ProblemDetails, 'type' | 'title'>>> = {
  400: { type: 'malformed-request', title: 'The request cannot be read' },
  405: { type: 'method-not-allowed', title: 'That method is not offered here' },
  413: { type: 'body-too-large', title: 'The body is too large' },
  414: { type: 'url-too-long', title: 'The address is too long' },
  415: { type: 'unsupported-media-type', title: 'That media type is not accepted here' },
  429: { type: 'too-many-requests', title: 'Too many requests' },
};

/** What a caller may learn from any failure; what went wrong inside goes to the log alone. */
export const problemOf = (error: unknown): ProblemDetails => {
  if (error instanceof Problem) return error.details;
  if (error instanceof OwnerUnavailable || error instanceof BatcherOverloaded)
    return {
      type: 'temporarily-unavailable',
      status: 503,
      title: 'Not possible at this moment',
      detail: 'A part of the system is busy or does not answer. Nothing was changed; try again.',
      retryAfterSeconds: 2,
    };
  const status =
    error instanceof HttpException ? error.getStatus() : ((error as { statusCode?: number } | null)?.statusCode ?? 500);
  if (status === 404) return notFound().details;
  const known = fromFramework[status];
  if (known)
    return {
      ...known,
      status,
      ...(status < 500 && error instanceof Error ? { detail: error.message.slice(0, 300) } : {}),
    };
  if (status >= 400 && status < 500) return { type: 'refused', status, title: 'The request was refused' };
  return {
    type: 'internal-error',
    status: 500,
    title: 'Something went wrong here',
    detail: 'Nothing was changed. The operators can see why.',
  };
};

/** Sends `application/problem+json` (RFC 9457) for whatever was thrown. */
export const sendProblem = (reply: FastifyReply, path: string, problem: ProblemDetails): void => {
  const { type, retryAfterSeconds, ...rest } = problem;
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer realm="sightline"');
  void reply
    .status(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(JSON.stringify({ type: `urn:sightline:problem:${type}`, ...rest, instance: path }));
};

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const request = http.getRequest<FastifyRequest>();
    const problem = problemOf(error);
    if (problem.status >= 500 && problem.status !== 503)
      this.logger.error({ err: error, route: request.routeOptions.url }, 'request failed');
    if (reply.sent) return;
    sendProblem(reply, request.url.split('?')[0]!, problem);
  }
}
