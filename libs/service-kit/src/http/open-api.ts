import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { completeDocument } from './open-api-completion.js';

/** The OpenAPI 3.1 document of everything that the application serves, generated from controllers and DTOs (design §6). */
export const openApiDocument = (application: NestFastifyApplication): OpenAPIObject =>
  completeDocument(
    SwaggerModule.createDocument(
      application,
      new DocumentBuilder()
        .setOpenAPIVersion('3.1.0')
        .setTitle('Sightline')
        .setDescription(
          'A school district’s policy on communication with students by electronic media (P 4650), run by itself.',
        )
        .setVersion('1')
        .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
        .addBearerAuth()
        .build(),
    ),
  );

/** Serves `GET /api/v1/openapi.json`; the document is made when it is first asked for. */
export const serveOpenApi = (application: NestFastifyApplication): void => {
  let document: string | undefined;
  application
    .getHttpAdapter()
    .getInstance()
    .get('/api/v1/openapi.json', async (_request: unknown, reply: { header(name: string, value: string): unknown }) => {
      document ??= JSON.stringify(openApiDocument(application));
      reply.header('content-type', 'application/json; charset=utf-8');
      return document;
    });
};
