import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../../problem.js';

const streamedMediaTypes = [
  'application/zip',
  'application/x-zip-compressed',
  'application/octet-stream',
  'application/mbox',
  'application/xml',
  'message/rfc822',
  'text/csv',
  'text/plain',
  'text/xml',
];

/** Where `@ApiConsumes` keeps what a handler takes, for the OpenAPI document. */
const consumesMetadata = 'swagger/apiConsumes';

/** Large uploads reach their handler as streams: it counts the bytes while it writes them away. */
export const streamUploads = (server: FastifyInstance): void =>
  void server.addContentTypeParser(streamedMediaTypes, (_request, payload, done) => done(null, payload));

/**
 * A stream, which no size limit has seen and which would bring a validation of fields down, reaches only a handler that says by `@ApiConsumes` that it takes one.
 * @throws Problem 415
 */
export class StreamedBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const mediaType = headers['content-type']?.split(';')[0]!.trim().toLowerCase();
    if (mediaType === undefined || !streamedMediaTypes.includes(mediaType)) return true;
    const taken = (Reflect.getMetadata(consumesMetadata, context.getHandler()) as string[] | undefined) ?? [];
    if (taken.some((each) => streamedMediaTypes.includes(each))) return true;
    throw new Problem({
      type: 'unsupported-media-type',
      status: 415,
      title: 'That media type is not accepted here',
      detail: 'Send the body as application/json.',
    });
  }
}
