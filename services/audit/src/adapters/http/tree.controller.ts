import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import type { Queryable } from '@sightline/event-store';
import { CurrentCaller, isUuid, notFound, PeopleOnly, Problem, type PersonCaller } from '@sightline/service-kit';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { TreeHeads } from '../../application/tree-heads.js';
import { canonicalJson, type Hash } from '../../domain/index.js';
import { readEvent } from '../../read-models/ledger/ledger.queries.js';
import { requireAuditor } from './only-auditors.js';

export const TREE = Symbol('audit.tree');
export interface TreeSource {
  readonly database: Queryable;
  readonly heads: TreeHeads;
}

const path = '/api/v1/history';

class SizeQuery {
  @ApiPropertyOptional({ description: 'How many events the tree holds; now, when it is not given.', minimum: 0 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  size?: number;
}

class ConsistencyQuery {
  @ApiProperty({ description: 'The older size.', minimum: 1 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  from!: number;

  @ApiPropertyOptional({ description: 'The newer size; now, when it is not given.', minimum: 1 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  to?: number;
}

/** Signed tree heads and proofs, for whoever audits the district (design §7). Hashes are base64, as in RFC 9162's tools. */
@ApiTags('audit')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/history')
export class TreeController {
  constructor(@Inject(TREE) private readonly source: TreeSource) {}

  @Get('tree-head')
  @ApiOperation({ summary: 'What the history is at a size, signed; a size has one tree head for ever' })
  async treeHead(@CurrentCaller() caller: PersonCaller, @Query() query: SizeQuery): Promise<object> {
    await requireAuditor(this.source.database, caller);
    const { heads } = this.source;
    const size = await this.sizeOf(query.size);
    const { root, note } = await heads.head(size);
    return {
      id: `tree-head/${size}`,
      status: 'signed',
      size,
      rootHash: base64(root),
      checkpoint: note,
      publicKey: heads.signer.verifierKey,
      links: { self: `${path}/tree-head?size=${size}` },
    };
  }

  @Get('proofs/:event')
  @ApiOperation({ summary: 'Proves that an event is in the history of a size' })
  async inclusion(
    @CurrentCaller() caller: PersonCaller,
    @Param('event') eventId: string,
    @Query() query: SizeQuery,
  ): Promise<object> {
    const { database, heads } = this.source;
    await requireAuditor(database, caller);
    const row = isUuid(eventId) ? await readEvent(database, eventId) : undefined;
    const size = await this.sizeOf(query.size);
    if (!row || row.sequence > size) throw notFound();
    const [{ root, note }, proof] = await Promise.all([heads.head(size), heads.inclusion(row.sequence - 1, size)]);
    return {
      id: row.event.id,
      status: 'included',
      createdAt: row.event.time,
      sequence: row.sequence,
      leafIndex: row.sequence - 1,
      size,
      leaf: canonicalJson(row.event),
      leafHash: base64(Buffer.from(row.leafHash, 'hex')),
      proof: proof.map(base64),
      rootHash: base64(root),
      checkpoint: note,
      publicKey: heads.signer.verifierKey,
      links: {
        self: `${path}/proofs/${row.event.id}?size=${size}`,
        case: `${path}/cases/${row.event.correlationid}`,
      },
    };
  }

  @Get('consistency')
  @ApiOperation({ summary: 'Proves that the history of one size begins with the history of a smaller one, unchanged' })
  async consistency(@CurrentCaller() caller: PersonCaller, @Query() query: ConsistencyQuery): Promise<object> {
    await requireAuditor(this.source.database, caller);
    const { heads } = this.source;
    const to = await this.sizeOf(query.to);
    const from = query.from;
    if (from > to) throw sizeUnknown(to);
    const [older, newer, proof] = await Promise.all([heads.head(from), heads.head(to), heads.consistency(from, to)]);
    return {
      id: `consistency/${from}/${to}`,
      status: 'consistent',
      from: { size: from, rootHash: base64(older.root), checkpoint: older.note },
      to: { size: to, rootHash: base64(newer.root), checkpoint: newer.note },
      proof: proof.map(base64),
      publicKey: heads.signer.verifierKey,
      links: { self: `${path}/consistency?from=${from}&to=${to}` },
    };
  }

  private async sizeOf(asked: number | undefined): Promise<number> {
    const now = await this.source.heads.size();
    if (asked !== undefined && asked > now) throw sizeUnknown(now);
    return asked ?? now;
  }
}

const base64 = (hash: Hash): string => Buffer.from(hash).toString('base64');

const sizeUnknown = (now: number): Problem =>
  new Problem({
    type: 'history-not-that-long',
    status: 422,
    title: 'The history is not that long yet',
    detail: `It holds ${now} events.`,
    remedy: 'Ask for a size up to that.',
  });
