import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Queryable } from '@sightline/event-store';
import { personsOf } from '@sightline/relations';
import type { SignedInRequest } from '@sightline/service-kit';
import { DATABASE } from './approval-tokens.js';

/** Whoever signs in under any record of the roster acts here as the one natural person, so that nobody decides twice (C3). */
@Injectable()
export class OnePersonGuard implements CanActivate {
  constructor(@Inject(DATABASE) private readonly database: Queryable) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<SignedInRequest>();
    const { caller } = request;
    if (caller?.kind !== 'person') return true;
    const { personId, recordIds } = (await personsOf(this.database, [caller.personId])).get(caller.personId)!;
    if (recordIds.length > 1) request.caller = { ...caller, personId, recordIds };
    return true;
  }
}
