import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Queryable } from '@sightline/event-store';
import { mayAccess, type Verb } from '@sightline/policy';
import { findPeople } from '@sightline/relations';
import {
  answerOf,
  CurrentCaller,
  idempotencyOf,
  invalidCursor,
  isUuid,
  notFound,
  onceAtATime,
  PageQuery,
  PeopleOnly,
  type Page,
  type PersonCaller,
} from '@sightline/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { UploadTooLarge, type BeginImportHandler } from '../../application/imports/begin-import.handler.js';
import type { ImportSeal, ReckoningSigner } from '../../application/imports/import-ports.js';
import type { ImportRecord, ImportStore } from '../../application/imports/import-store.js';
import type { SelectThreadsHandler } from '../../application/imports/select-threads.handler.js';
import {
  coveredStudentsOf,
  isOwnAuthorization,
  isStaff,
} from '../../read-models/message-imports/importing-staff.queries.js';
import { DATABASE } from './access-grants.controller.js';
import { MESSAGE_IMPORTS } from './archive-tokens.js';
import { importRefusal } from './import-refusals.js';
import { importResource, wholeImportResource } from './message-import.resource.js';
import { ImportQuery, SelectionBody } from './message-imports.dto.js';
import { sentBytes, uploadTooLarge } from './received-import.js';

export interface MessageImports {
  readonly begin: BeginImportHandler;
  readonly select: SelectThreadsHandler;
  readonly store: ImportStore;
  readonly seal: ImportSeal;
  readonly signer: ReckoningSigner;
  readonly uploadBytesMax: number;
}

const exportTypes = [
  'application/octet-stream',
  'application/zip',
  'application/mbox',
  'message/rfc822',
  'application/xml',
  'text/xml',
  'text/plain',
  'text/csv',
  'multipart/form-data',
];

/** Exports of phones and mailboxes: a staff member brings their own, chooses, and gets a signed reckoning (C7, C8). */
@ApiTags('messaging-archive')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/message-imports')
export class MessageImportsController {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(MESSAGE_IMPORTS) private readonly imports: MessageImports,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiConsumes(...exportTypes)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOperation({ summary: 'Send an export of your own: mail, mailbox, phone’s messages, chat or table' })
  async create(
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query() query: ImportQuery,
  ): Promise<object> {
    await this.requireStaff(caller, 'write');
    const authorizationId = query.authorization ?? null;
    if (authorizationId !== null && !(await isOwnAuthorization(this.database, caller.personId, authorizationId)))
      throw importRefusal({ refused: 'authorization-not-yours', field: 'authorization' });
    const { headers, method, url } = request;
    // What it stands for is known only when the upload is here.
    const key = idempotencyOf({ headers, method, url, body: null } as FastifyRequest, caller);
    const upload = await sentBytes(request, this.imports.uploadBytesMax);
    const begun = await onceAtATime(key, () =>
      this.imports.begin.execute({
        ...{ staffId: caller.personId, authorizationId, allCovered: query.threads === 'all-covered', upload, key },
      }),
    ).catch((error: unknown) => {
      throw error instanceof UploadTooLarge ? uploadTooLarge(error.bytesMax) : error;
    });
    if (begun.outcome === 'key-reused') return answerOf<never>({ outcome: 'key-reused' });
    void reply.header('location', `/api/v1/message-imports/${begun.importId}`);
    return this.show(caller, begun.importId);
  }

  @Post(':id/selection')
  @HttpCode(202)
  @ApiOperation({ summary: 'Choose the threads that the archive may have; the rest is counted and removed' })
  async select(
    @CurrentCaller() caller: PersonCaller,
    @Param('id') id: string,
    @Body() { threads, dateOrder }: SelectionBody,
  ): Promise<object> {
    const record = await this.own(caller, id, 'write');
    const personIds = await this.peopleNamed(caller, threads);
    const refused = await this.imports.select.execute({
      record,
      dateOrder: dateOrder ?? null,
      threads: threads.map(({ thread, people = [] }) => ({
        id: thread,
        people: people.map(({ participant, person }) => ({ participant, personId: personIds.get(person)! })),
      })),
    });
    if (refused) throw importRefusal(refused);
    return this.show(caller, id);
  }

  @Get()
  @ApiOperation({ summary: 'Own imports, the newest first' })
  async list(@CurrentCaller() caller: PersonCaller, @Query() query: PageQuery): Promise<Page<object>> {
    if (query.cursor !== undefined && !isUuid(query.cursor)) throw invalidCursor();
    const rows = await this.imports.store.list(caller.personId, query.limit + 1, query.cursor);
    return {
      items: rows.slice(0, query.limit).map(importResource),
      next: rows.length > query.limit ? rows[query.limit - 1]!.importId : null,
    };
  }

  @Get(':id')
  @ApiOperation({ summary: 'An own import: how far it is, what to choose from, and its signed reckoning' })
  async show(@CurrentCaller() caller: PersonCaller, @Param('id') id: string): Promise<object> {
    const { seal, signer } = this.imports;
    return wholeImportResource(await this.own(caller, id, 'read'), { seal, signer, database: this.database });
  }

  /** @throws Problem not-found for anybody else's, as for one that is not there */
  private async own(caller: PersonCaller, id: string, verb: Verb): Promise<ImportRecord> {
    const record = isUuid(id) ? await this.imports.store.find(id) : undefined;
    const held = record?.staffId === caller.personId ? (['self'] as const) : [];
    if (!record || !mayAccess('message-import', verb, new Set(held))) throw notFound();
    return record;
  }

  /** @throws Problem for whoever does not work for the district */
  private async requireStaff(caller: PersonCaller, verb: Verb): Promise<void> {
    const held = (await isStaff(this.database, caller.personId)) ? (['self'] as const) : [];
    if (!mayAccess('message-import', verb, new Set(held))) throw importRefusal({ refused: 'staff-only' });
  }

  /** @throws Problem for anybody but the caller and students of the caller’s authorizations */
  private async peopleNamed(
    caller: PersonCaller,
    threads: SelectionBody['threads'],
  ): Promise<ReadonlyMap<string, string>> {
    const names = [...new Set(threads.flatMap(({ people = [] }) => people.map(({ person }) => person)))];
    if (names.length === 0) return new Map();
    const found = await findPeople(this.database, names);
    const may = await coveredStudentsOf(this.database, caller.personId);
    const ids = new Map<string, string>();
    for (const name of names) {
      const id = found.find(
        ({ personId, sourcedId }) => personId === name.toLowerCase() || sourcedId === name,
      )?.personId;
      if (id === undefined || (id !== caller.personId && !may.has(id)))
        throw importRefusal({ refused: 'person-not-covered', field: 'threads' });
      ids.set(name, id);
    }
    return ids;
  }
}
