import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import multipart from '@fastify/multipart';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import { newId } from '../ids.js';
import type { HealthRegistry } from '../operations/health.js';
import { operationsModule } from '../operations/operations.module.js';
import { bodyValidation } from '../problem/body-validation.js';
import { ProblemFilter, problemOf, sendProblem } from '../problem/problem.filter.js';
import { SignInGuard, type AccessTokens } from '../sign-in/index.js';
import { NestLogger } from './nest-logger.js';

export interface HttpApplicationOptions {
  /** Shown in the OpenAPI document. */
  readonly title: string;
  readonly modules: readonly DynamicModule[];
  readonly logger: Logger;
  readonly clock: Clock;
  readonly health: HealthRegistry;
  readonly tokens: AccessTokens;
  /** Addresses of proxies whose `X-Forwarded-*` may be believed. */
  readonly trustedProxies?: readonly string[];
  readonly bodySizeMaxBytes?: number;
}

@Module({})
class RootModule {}

const streamedMediaTypes = ['application/zip', 'application/x-zip-compressed', 'application/octet-stream'];

/** What Fastify refuses before any route runs (an address that cannot be decoded, say) is a problem like any other. */
const frameworkErrors = {
  frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply): void =>
    sendProblem(reply, request.url.split('?')[0]!, problemOf(error)),
};

/**
 * The HTTP side of a process: Fastify, sign-in on every route that does not opt out, problem+json for every failure,
 * bodies checked against their DTOs, bounded sizes. Large uploads arrive as streams.
 */
export async function createHttpApplication(options: HttpApplicationOptions): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: options.bodySizeMaxBytes ?? 1_048_576,
    trustProxy: options.trustedProxies && options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    genReqId: () => newId(),
    connectionTimeout: 0,
    requestTimeout: 120_000,
    keepAliveTimeout: 72_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    ...frameworkErrors,
  });
  const fastify = adapter.getInstance();
  fastify.addContentTypeParser(streamedMediaTypes, (_request, payload, done) => done(null, payload));
  fastify.addHook('onSend', async (request, reply) => {
    void reply
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('x-request-id', request.id);
    if (!reply.hasHeader('content-security-policy'))
      void reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
  });

  const root: DynamicModule = {
    module: RootModule,
    imports: [operationsModule({ title: options.title, health: options.health }), ...options.modules],
  };
  const application = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: new NestLogger(options.logger),
    abortOnError: false,
    bodyParser: true,
  });
  await application.register(multipart as never, { limits: { files: 1, fields: 5, fileSize: 4 * 1024 ** 3 } });
  application.useGlobalFilters(new ProblemFilter(options.logger));
  application.useGlobalPipes(bodyValidation());
  application.useGlobalGuards(new SignInGuard(options.tokens, application.get(Reflector)));
  return application;
}
