import type { Transaction, UnitOfWork, UnitResult } from '@sightline/event-store';
import type { PolicyBook } from '@sightline/policy';
import { personsOf } from '@sightline/relations';
import { newId, type Clock } from '@sightline/service-kit';
import { personLinkDecider, type PersonLinkCommand } from '../domain/index.js';
import type { RosterActs } from './roster-acts.js';

export interface LinkChange extends Pick<PersonLinkCommand, 'byIds' | 'roles'> {
  readonly actor: string;
  readonly idempotency: UnitOfWork['idempotency'];
}

/** What two records rest on, looked at while nothing else changes the roster. */
export type LookAtPair = (
  database: Transaction,
  oneId: string,
  otherId: string,
) => Promise<{ readonly buildingIds: readonly string[]; readonly kept: readonly string[] }>;

/** A person says that two records of the roster are one natural person, or are not after all (C3, C4). */
export class LinkPersonsHandler {
  constructor(
    private readonly acts: RosterActs,
    private readonly lookAtPair: LookAtPair,
    private readonly clock: Clock,
    private readonly today: () => string,
    private readonly policies: PolicyBook,
  ) {}

  /** `personId` is the record under which the person is known, unless one of the two is known under another already. */
  link(personId: string, otherId: string, change: LinkChange): Promise<UnitResult<{ readonly id: string }>> {
    return this.act(change, async (transaction) => {
      const persons = await personsOf(transaction, [personId, otherId]);
      const [one, other] = [persons.get(personId)!, persons.get(otherId)!];
      const { buildingIds } = await this.lookAtPair(transaction, personId, otherId);
      const { kept } = await this.lookAtPair(transaction, one.personId, other.personId);
      // A record that has others linked to it stays the one that is known.
      const swapped = kept.includes(other.personId) && !kept.includes(one.personId);
      const [known, linked] = swapped ? [other.personId, one.personId] : [one.personId, other.personId];
      const already = known === linked && personId !== otherId;
      return {
        type: 'link',
        ...(already
          ? { personId: known, linkedId: personId === known ? otherId : personId }
          : { personId: known, linkedId: linked }),
        ...{ buildingIds, bothHaveOthers: !already && kept.length === 2 },
      };
    });
  }

  end(linkedId: string, personId: string, change: LinkChange): Promise<UnitResult<{ readonly id: string }>> {
    return this.act(change, async (transaction) => {
      const { buildingIds } = await this.lookAtPair(transaction, personId, linkedId);
      return { type: 'end', linkedId, buildingIds };
    });
  }

  private act(
    { actor, idempotency, byIds, roles }: LinkChange,
    look: (transaction: Transaction) => Promise<WhatIsAsked>,
  ): Promise<UnitResult<{ readonly id: string }>> {
    const today = this.today();
    return this.acts.act({
      today,
      unit: async (transaction): Promise<UnitOfWork<{ readonly id: string }>> => {
        const command: PersonLinkCommand = { ...(await look(transaction)), byIds, roles };
        const { linkedId } = command;
        const context = {
          ...{ correlationId: newId(), causationId: newId(), actor, partitionKey: linkedId },
          policyVersion: (await this.policies.inForce(today)).id,
          time: this.clock.now(),
        };
        return {
          commands: [
            { subject: `person-link/${linkedId}`, decider: personLinkDecider, command, expect: 'any', context },
          ],
          ...(idempotency === undefined ? {} : { idempotency }),
          answer: () => ({ id: linkedId }),
        };
      },
    });
  }
}

type WhatIsAsked = PersonLinkCommand extends infer Command
  ? Command extends unknown
    ? Omit<Command, 'byIds' | 'roles'>
    : never
  : never;
