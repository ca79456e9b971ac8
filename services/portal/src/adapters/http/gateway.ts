import httpProxy from '@fastify/http-proxy';
import { OwnerUnavailable } from '@sightline/contracts';
import { notFound, problemOf, sendProblem, type ProblemDetails } from '@sightline/service-kit';
import type { FastifyError, FastifyInstance } from 'fastify';

/** Base address by service name; services that share this process are left out. */
export type Upstreams = Readonly<Record<string, string>>;

/** Which service answers which public path (design §6). What is not named here is not passed on. */
export const publicPaths: readonly { readonly prefix: string; readonly service: string }[] = [
  { prefix: '/api/v1/me', service: 'directory' },
  { prefix: '/api/v1/role-assignments', service: 'directory' },
  { prefix: '/api/v1/roster', service: 'directory' },
  { prefix: '/api/v1/people', service: 'directory' },
  { prefix: '/api/v1/groups', service: 'directory' },
  { prefix: '/api/v1/buildings', service: 'directory' },
  { prefix: '/api/v1/district-forms', service: 'directory' },
  { prefix: '/api/v1/registered-media', service: 'directory' },
  { prefix: '/api/v1/policy-versions', service: 'directory' },
  { prefix: '/api/v1/relation-proposals', service: 'directory' },
  { prefix: '/api/v1/person-links', service: 'directory' },
  { prefix: '/api/v1/relations', service: 'directory' },
  { prefix: '/api/v1/restrictions', service: 'directory' },

  // What a version does to what is live is told by who owns the authorizations.
  { prefix: '/api/v1/policy-versions/:version/impact', service: 'exception-request' },
  { prefix: '/api/v1/exception-requests', service: 'exception-request' },
  { prefix: '/api/v1/authorizations', service: 'exception-request' },
  { prefix: '/api/v1/approval-tasks', service: 'approval' },
  { prefix: '/api/v1/absences', service: 'approval' },
  { prefix: '/api/v1/notices', service: 'notification' },
  { prefix: '/api/v1/contact-preferences', service: 'notification' },
  { prefix: '/api/v1/letters', service: 'notification' },
  { prefix: '/api/v1/text-replies', service: 'notification' },
  { prefix: '/api/v1/text-messages', service: 'notification' },
  { prefix: '/api/v1/access-grants', service: 'messaging-archive' },
  { prefix: '/api/v1/copy-addresses', service: 'messaging-archive' },
  { prefix: '/api/v1/copy-gaps', service: 'messaging-archive' },
  { prefix: '/api/v1/records-requests', service: 'messaging-archive' },
  { prefix: '/api/v1/messages', service: 'messaging-archive' },
  { prefix: '/api/v1/message-imports', service: 'messaging-archive' },
  { prefix: '/api/v1/disclosures', service: 'messaging-archive' },
  { prefix: '/api/v1/history', service: 'audit' },
];

/** The service's answer is missing: whether it did what was asked is not known. */
const noAnswer = {
  type: 'no-answer',
  status: 502,
  title: 'The answer is missing',
  detail: 'The part of the system that was asked did not answer, and may have done it all the same.',
  remedy: 'Look before you repeat it, or repeat it with the same Idempotency-Key.',
};

/** No connection came about, so nothing was changed. */
const reachedNobody = ({ cause }: FastifyError): boolean =>
  ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT'].includes(
    String((cause as { code?: unknown } | undefined)?.code),
  );

const problemOfGateway = (error: FastifyError, service: string): ProblemDetails => {
  if (error.statusCode === 503 || reachedNobody(error))
    return problemOf(new OwnerUnavailable(service, { cause: error }));
  if (error.statusCode === 400) return notFound().details;
  return (error.statusCode ?? 500) >= 500 ? noAnswer : problemOf(error);
};

/** Passes public paths on to the services that run apart; bodies stream through unread. What goes wrong on the way is a problem like any other. */
export async function mountGateway(server: FastifyInstance, upstreams: Upstreams): Promise<void> {
  for (const { prefix, service } of publicPaths) {
    const upstream = upstreams[service];
    if (!upstream) continue;
    await server.register(async (scope) => {
      scope.setErrorHandler((error: FastifyError, request, reply) =>
        sendProblem(reply, request.url.split('?')[0]!, problemOfGateway(error, service)),
      );
      await scope.register(httpProxy, {
        upstream,
        prefix,
        rewritePrefix: prefix,
        http2: false,
        disableRequestLogging: true,
      });
    });
  }
}
