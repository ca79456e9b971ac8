import { Inject, Injectable } from '@nestjs/common';
import type { PeopleReader } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { isStaff, type PolicyVersion } from '@sightline/policy';
import { findPeople, personsOf } from '@sightline/relations';
import { Problem } from '@sightline/service-kit';
import { DATABASE, PEOPLE, POLICY_TODAY } from './approval-tokens.js';

export interface Colleague {
  /** The record under which the natural person is known, and every record. */
  readonly personId: string;
  readonly recordIds: readonly string[];
  /** On the roster now, in a role that makes an employee. */
  readonly isStaff: boolean;
}

/** Finds people by id, roster `sourcedId` or username. */
@Injectable()
export class Colleagues {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(PEOPLE) private readonly people: PeopleReader,
    @Inject(POLICY_TODAY) private readonly policyToday: () => Promise<PolicyVersion>,
  ) {}

  /** @throws Problem when nobody on the roster is meant */
  async find(named: string, field: string): Promise<Colleague> {
    const [known] = await findPeople(this.database, [named]);
    const found = known ?? (await this.byLogin(named));
    if (!found)
      throw new Problem({
        type: 'unknown-person',
        status: 422,
        title: 'Nobody on the roster is meant by this',
        detail: 'The roster knows nobody of that id or name.',
        remedy: 'Name a colleague by id or username.',
        errors: [{ field, detail: 'The roster knows nobody of that id or name.' }],
      });
    const { personId, recordIds } = (await personsOf(this.database, [found.personId])).get(found.personId)!;
    return { personId, recordIds, isStaff: found.active && isStaff(await this.policyToday(), found.roles) };
  }

  private async byLogin(login: string) {
    const details = await this.people.find(login);
    return details && (await findPeople(this.database, [details.personId]))[0];
  }
}
