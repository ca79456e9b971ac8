import { Body, Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiExcludeController, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { CopyAddress, CopyAddressReader } from '@sightline/contracts';
import { mayAccess } from '@sightline/policy';
import {
  answerOf,
  ClientsOnly,
  CurrentCaller,
  isUuid,
  notFound,
  onceAtATime,
  PeopleOnly,
  type PersonCaller,
} from '@sightline/service-kit';
import { ArrayMaxSize, IsArray, IsUUID } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import type { RotateCopyAddressHandler } from '../../application/copy-addresses/rotate-copy-address.handler.js';
import { askedBy } from './asked-by.js';

export const COPY_ADDRESSES = Symbol('messaging-archive.copy-addresses');
export const ROTATE_COPY_ADDRESS = Symbol('messaging-archive.rotate-copy-address');

const statuses: Readonly<Record<string, number>> = { 'copy-address-replaced': 409, 'authorization-ended': 409 };

/** The addresses to which copies go (C7). */
@ApiTags('messaging-archive')
@ApiBearerAuth()
@PeopleOnly()
@Controller('api/v1/copy-addresses')
export class CopyAddressesController {
  constructor(
    @Inject(COPY_ADDRESSES) private readonly addresses: CopyAddressReader,
    @Inject(ROTATE_COPY_ADDRESS) private readonly rotate: RotateCopyAddressHandler,
  ) {}

  @Post(':id/rotation')
  @HttpCode(200)
  @ApiOperation({ summary: 'Replace a copy address of the caller’s own authorization; the old one ends at once (C7)' })
  async rotation(
    @CurrentCaller() caller: PersonCaller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    const row = isUuid(id) ? await this.rotate.find(id.toLowerCase()) : undefined;
    if (!row || row.staffId !== caller.personId || !mayAccess('copy-address', 'write', new Set(['requester'])))
      throw notFound();
    const by = askedBy(caller, request);
    const result = await onceAtATime(by.idempotency, () => this.rotate.execute(row, by));
    const { copyAddressId } = answerOf(result, statuses);
    const current = (await this.addresses.copyAddresses([row.authorizationId])).get(row.authorizationId);
    return {
      id: copyAddressId,
      authorization: row.authorizationId,
      address: current?.copyAddressId === copyAddressId ? current.address : null,
      replaces: row.copyAddressId,
      links: { authorization: `/api/v1/authorizations/${row.authorizationId}` },
    };
  }
}

class CopyAddressesLookup {
  @IsArray()
  @ArrayMaxSize(1_000)
  @IsUUID('all', { each: true })
  ids!: string[];
}

/** Copy addresses for the other services at the moment of use; the public entrance does not pass this address on. */
@ApiExcludeController()
@ClientsOnly('internal')
@Controller('internal/v1')
export class InternalCopyAddressesController {
  constructor(@Inject(COPY_ADDRESSES) private readonly addresses: CopyAddressReader) {}

  @Post('copy-addresses')
  @HttpCode(200)
  async lookUp(@Body() { ids }: CopyAddressesLookup): Promise<{ items: CopyAddress[] }> {
    return { items: [...(await this.addresses.copyAddresses(ids)).values()] };
  }
}
