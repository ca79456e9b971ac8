import { Controller, Get, Inject, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Queryable } from '@sightline/event-store';
import { findPeople } from '@sightline/relations';
import {
  CurrentCaller,
  invalidCursor,
  isUuid,
  notFound,
  PeopleOnly,
  type Page,
  type PersonCaller,
} from '@sightline/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LookAtMessages, OpenedBytes } from '../../application/looks/look-at-messages.js';
import type { SearchMessages } from '../../application/looks/search-messages.js';
import { DATABASE } from './access-grants.controller.js';
import { LOOK_AT_MESSAGES, SEARCH_MESSAGES } from './archive-tokens.js';
import { messageResources } from './message.resource.js';
import { MessagesQuery } from './messages.dto.js';
import { searchAnswerOf } from './search-answer.js';

/** Stands for whoever is not there, so that the same statements run. */
const nobody = '00000000-0000-0000-0000-000000000000';

/** What is archived, as far as it is open to the caller; every answer is a disclosure (C7, C9, C10). */
@ApiTags('messaging-archive')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/messages')
export class MessagesController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(LOOK_AT_MESSAGES) private readonly looks: LookAtMessages,
    @Inject(SEARCH_MESSAGES) private readonly searches: SearchMessages,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Archived messages open to the caller, newest arrivals first; with `q`, those that match' })
  async list(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Query() query: MessagesQuery,
  ): Promise<Page<object>> {
    if (query.cursor !== undefined && !isUuid(query.cursor)) throw invalidCursor();
    const page = { before: query.cursor ?? null, limit: query.limit };
    const filter = await this.filterOf(query);
    if (query.q !== undefined)
      return searchAnswerOf(
        this.database,
        await this.searches.search(caller.personId, query.q, filter, page, String(request.id)),
      );
    const { viewer, views, more } = await this.looks.list(caller.personId, filter, page, String(request.id));
    return {
      items: await messageResources(this.database, viewer, views, 'beginning'),
      next: more ? (views.at(-1)?.row.message_id ?? null) : null,
    };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One archived message, as text; a family sees no other family in it (C9)' })
  async show(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id') id: string,
  ): Promise<object> {
    const { viewer, view } = await this.looks.one(caller.personId, idOf(id), String(request.id));
    if (!view) throw notFound();
    void reply.header('cache-control', 'no-store');
    return (await messageResources(this.database, viewer, [view], 'whole'))[0]!;
  }

  @Get(':id/source')
  @ApiOperation({ summary: 'The original bytes as they came, for the supervisor and the member of staff (C7)' })
  async source(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id') id: string,
  ): Promise<StreamableFile> {
    return sent(reply, await this.looks.source(caller.personId, idOf(id), String(request.id)));
  }

  @Get(':id/attachments/:attachment')
  @ApiOperation({ summary: 'An attachment as it came; a family gets it after a review (C9)' })
  async attachment(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id') id: string,
    @Param('attachment') attachment: string,
  ): Promise<StreamableFile> {
    const found = await this.looks.attachment(caller.personId, idOf(id), idOf(attachment), String(request.id));
    return sent(reply, found);
  }

  private async filterOf({ authorization, student, person }: MessagesQuery) {
    const names = [student, person].flatMap((name) => name ?? []);
    const people = await findPeople(this.database, names);
    const named = (name: string): string =>
      people.find(({ personId, sourcedId }) => personId === name.toLowerCase() || sourcedId === name)?.personId ??
      nobody;
    return {
      ...(authorization === undefined ? {} : { authorizationId: authorization }),
      ...(student === undefined ? {} : { studentIds: [named(student)] }),
      ...(person === undefined ? {} : { staffId: named(person) }),
    };
  }
}

const idOf = (id: string): string => (isUuid(id) ? id.toLowerCase() : nobody);

/** Bytes from outside are handed over as a file and never as a page: no type to guess, no script to run. */
function sent(reply: FastifyReply, found: OpenedBytes | undefined): StreamableFile {
  if (!found) throw notFound();
  void reply.header('cache-control', 'no-store');
  void reply.header('x-content-type-options', 'nosniff');
  void reply.header('content-security-policy', "sandbox; default-src 'none'");
  return new StreamableFile(found.bytes, {
    type: 'application/octet-stream',
    disposition: `attachment; filename*=UTF-8''${encodeURIComponent(found.fileName.slice(0, 200))}`,
  });
}
