import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { PeopleReader } from '@sightline/contracts';
import { answerOf, ClientsOnly, notFound } from '@sightline/service-kit';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import type { AssignRoleHandler } from '../../application/assign-role.handler.js';
import { ASSIGN_ROLE, PEOPLE_READER } from './directory-tokens.js';

class OperatorBody {
  /** Roster `username`, `email` or `sourcedId`. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(320)
  login!: string;
}

/** Names the first operator for the portal's one-use link; the public entrance does not pass this address on. */
@ApiExcludeController()
@ClientsOnly('internal')
@Controller('internal/v1/operators')
export class InternalOperatorsController {
  constructor(
    @Inject(PEOPLE_READER) private readonly people: PeopleReader,
    @Inject(ASSIGN_ROLE) private readonly assignRole: AssignRoleHandler,
  ) {}

  /** @throws Problem `not-found` (404) for a login that belongs to nobody. Repeating it changes nothing. */
  @Post()
  @HttpCode(200)
  async assign(@Body() { login }: OperatorBody): Promise<{ personId: string; displayName: string }> {
    const person = await this.people.find(login);
    if (!person) throw notFound();
    const result = await this.assignRole.execute({
      kind: 'assign',
      personId: person.personId,
      role: 'operator',
      buildingId: null,
      actor: 'system:set-up-link',
      byPersonId: null,
    });
    if (!result) throw notFound();
    answerOf(result);
    return { personId: person.personId, displayName: person.displayName };
  }
}
