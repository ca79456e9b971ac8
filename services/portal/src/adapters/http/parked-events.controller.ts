import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PeopleReader } from '@sightline/contracts';
import { mayAccess, type Verb } from '@sightline/policy';
import { CurrentCaller, isUuid, notFound, Problem, Scopes, type Caller } from '@sightline/service-kit';
import { ParkedEventsOfAll } from '../../application/parked-events.js';
import { actorOf, districtRelationsOf, PEOPLE } from './district-callers.js';
import { parkedEventResource, ParkedEventPage, ParkedEventResource, ParkedEventsQuery } from './parked-events.dto.js';

/** For operators and the district's machine client: events that a service could not handle, and the way on for them. */
@ApiTags('operations')
@ApiBearerAuth()
@Scopes('operations')
@Controller('api/v1/operations/parked-events')
export class ParkedEventsController {
  constructor(
    @Inject(ParkedEventsOfAll) private readonly parkedEvents: ParkedEventsOfAll,
    @Inject(PEOPLE) private readonly people: PeopleReader,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Events that a service could not handle, and what waits behind them; oldest first' })
  @ApiOkResponse({ type: ParkedEventPage })
  async list(@CurrentCaller() caller: Caller, @Query() { limit, cursor }: ParkedEventsQuery): Promise<ParkedEventPage> {
    await this.require('read', caller);
    const { items, unavailable } = await this.parkedEvents.list(limit + 1, cursor);
    const shown = items.slice(0, limit);
    return {
      items: shown.map(parkedEventResource),
      next: items.length > limit ? shown.at(-1)!.id : null,
      unavailable: [...unavailable],
    };
  }

  /** @throws Problem `still-failing` (409) when the event cannot be handled now either; everything stays as it was */
  @Post(':id/resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Handle a parked event, and what waits behind it, once more and in order' })
  @ApiOkResponse({ type: ParkedEventResource })
  async resume(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<ParkedEventResource> {
    await this.require('write', caller);
    const resumed = isUuid(id) ? await this.parkedEvents.resume(id.toLowerCase(), actorOf(caller)) : undefined;
    if (!resumed) throw notFound();
    if (resumed.outcome === 'failed-again')
      throw new Problem({
        type: 'still-failing',
        status: 409,
        title: 'The event cannot be handled yet',
        detail: `It failed again (${resumed.reason}). It stays parked, and nothing was changed.`,
        remedy: 'Mend the cause, which the log of the service names, then resume it again.',
      });
    return parkedEventResource(resumed.event);
  }

  private async require(verb: Verb, caller: Caller): Promise<void> {
    if (!mayAccess('parked-event', verb, await districtRelationsOf(caller, this.people))) throw notFound();
  }
}
