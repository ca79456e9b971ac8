import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Req,
  StreamableFile,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { PeopleReader } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import type { Verb } from '@sightline/policy';
import {
  answerOf,
  CurrentCaller,
  decodeCursor,
  idempotencyOf,
  isUuid,
  notFound,
  onceAtATime,
  pageOf,
  PeopleOnly,
  Problem,
  type PersonCaller,
} from '@sightline/service-kit';
import type { FastifyRequest } from 'fastify';
import type { LetterDesk, LetterWriter } from '../../application/ports.js';
import type { RecordLettersPostedHandler } from '../../application/record-letters-posted.handler.js';
import { listLetterBatches, type ShownLetterBatch } from '../../read-models/letter-batches/letter-batches.queries.js';
import type { PrintedLetter } from '../../templates/letter.js';
import { LetterBatchDto, LetterBatchPage, LetterBatchQuery, LettersPostedBody } from './letters.dto.js';
import { officeOf } from './office-of.js';

export const LETTERS = Symbol('LettersSource');

export interface LettersSource {
  readonly database: Queryable;
  readonly people: Pick<PeopleReader, 'places'>;
  readonly desk: LetterDesk;
  readonly writer: LetterWriter;
  readonly posted: RecordLettersPostedHandler;
  /** Closes the batch, composes its letters and records what follows. */
  print(batchId: string): Promise<readonly PrintedLetter[]>;
}

const statuses: Readonly<Record<string, number>> = {
  'letters-not-printed': 409,
  'no-letters-posted': 409,
  'posted-in-the-future': 422,
  'posted-before-printed': 422,
};

/** C6: whom nothing else reached gets a letter; the office of the building prints it and states that it was posted. */
@ApiTags('letters')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/letters')
export class LettersController {
  constructor(@Inject(LETTERS) private readonly source: LettersSource) {}

  @Get()
  @ApiOperation({ summary: 'Batches of printed notices of the caller’s buildings, newest first' })
  @ApiOkResponse({ type: LetterBatchPage })
  async list(
    @Query() { status, cursor, limit }: LetterBatchQuery,
    @CurrentCaller() { personId }: PersonCaller,
  ): Promise<LetterBatchPage> {
    const { database } = this.source;
    const [before = null] = (decodeCursor(cursor, 1) ?? []) as string[];
    const buildingIds = await officeOf(database, personId, 'letter-batch', 'read');
    const batches = await listLetterBatches(
      database,
      { buildingIds, status: status ?? null, batchId: null },
      { before: before !== null && isUuid(before) ? before : null, limit: limit + 1 },
    );
    const items = await this.resources(batches);
    const page = pageOf(
      items,
      limit,
      ({ id }) => [id],
      (item) => item,
    );
    return { items: [...page.items], next: page.next };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One batch' })
  @ApiOkResponse({ type: LetterBatchDto })
  async one(@Param('id') id: string, @CurrentCaller() { personId }: PersonCaller): Promise<LetterBatchDto> {
    const [batch] = await this.resources([await this.found(id, personId, 'read')]);
    return batch!;
  }

  @Get(':id/file')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'The letters to print; from the first look on, the batch takes no more of them in' })
  @ApiProduces('application/pdf')
  @ApiOkResponse({ content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } })
  async file(@Param('id') id: string, @CurrentCaller() { personId }: PersonCaller): Promise<StreamableFile> {
    const { batchId, day } = await this.found(id, personId, 'write');
    const letters = await this.source.print(batchId);
    if (letters.length === 0)
      throw new Problem({
        type: 'no-letters-to-print',
        status: 409,
        title: 'There is nothing to print any more',
        detail: 'Everybody in this batch was reached in another way, or may not be told any more.',
      });
    return new StreamableFile(await this.source.writer.write(letters), {
      type: 'application/pdf',
      disposition: `attachment; filename="letters-${day}.pdf"`,
    });
  }

  @Post(':id/posted')
  @HttpCode(200)
  @ApiOperation({ summary: 'State when the letters were posted or handed over: their readers count as told' })
  @ApiOkResponse({ type: LetterBatchDto })
  async posted(
    @Param('id') id: string,
    @CurrentCaller() caller: PersonCaller,
    @Req() request: FastifyRequest,
    @Body() { postedOn, except }: LettersPostedBody,
  ): Promise<LetterBatchDto> {
    const { database, desk } = this.source;
    const { batchId } = await this.found(id, caller.personId, 'write');
    const idempotency = idempotencyOf(request, caller);
    const by = {
      ...{ personId: caller.personId, causationId: String(request.id) },
      ...(idempotency ? { idempotency } : {}),
    };
    await onceAtATime(idempotency, async () => {
      const batch = (await desk.batch(database, batchId))!;
      const letters = await desk.lettersIn(database, batchId);
      return answerOf(await this.source.posted.record({ batch, letters, except, postedOn }, by), statuses);
    });
    return this.one(id, caller);
  }

  /** Missing and forbidden are one answer, of the same query. */
  private async found(id: string, personId: string, verb: Verb): Promise<ShownLetterBatch> {
    if (!isUuid(id)) throw notFound();
    const { database } = this.source;
    const buildingIds = await officeOf(database, personId, 'letter-batch', verb);
    const page = { before: null, limit: 1 };
    const [batch] = await listLetterBatches(database, { buildingIds, status: null, batchId: id }, page);
    if (!batch) throw notFound();
    return batch;
  }

  private async resources(batches: readonly ShownLetterBatch[]): Promise<LetterBatchDto[]> {
    const ids = [...new Set(batches.flatMap(({ building }) => building?.id ?? []))];
    const places = ids.length === 0 ? new Map() : await this.source.people.places(ids);
    return batches.map(({ batchId, building, letters, handedOver, createdAt, printedAt, postedAt, postedOn, day }) => ({
      id: batchId,
      status: postedAt ? 'posted' : printedAt ? 'printed' : 'waiting',
      createdAt: createdAt.toISOString(),
      links: {
        self: `/api/v1/letters/${batchId}`,
        file: `/api/v1/letters/${batchId}/file`,
        posted: `/api/v1/letters/${batchId}/posted`,
      },
      day,
      building: building && {
        id: building.id,
        sourcedId: places.get(building.id)?.sourcedId ?? null,
        name: places.get(building.id)?.name ?? null,
      },
      counts: { letters, handedOver },
      printedAt: printedAt?.toISOString() ?? null,
      postedOn,
    }));
  }
}
