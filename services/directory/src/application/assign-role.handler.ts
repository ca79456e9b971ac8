import type { PolicyBook } from '@sightline/policy';
import { newId, type Clock, type ServiceRuntime } from '@sightline/service-kit';
import type { UnitResult } from '@sightline/event-store';
import type { RosterRole } from '@sightline/contracts';
import {
  recordedFacts,
  roleAssignmentDecider,
  rolesOfPerson,
  type RoleCommand,
  type RosterFact,
} from '../domain/index.js';
import type { AssignedRoleStore } from './assigned-role-store.js';

export interface AssignRole {
  readonly kind: 'assign' | 'unassign';
  readonly personId: string;
  readonly role: RosterRole;
  readonly buildingId: string | null;
  readonly actor: string;
  readonly byPersonId: string | null;
}

/** Gives or takes a role that the roster cannot say, and tells every service the person's whole set of roles. */
export class AssignRoleHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly store: AssignedRoleStore,
    private readonly clock: Clock,
    private readonly today: () => string,
    private readonly policies: PolicyBook,
  ) {}

  /** @returns undefined when nobody of that id is on the roster */
  async execute(command: AssignRole): Promise<UnitResult<null> | undefined> {
    const person = await this.store.find(command.personId);
    if (!person) return undefined;
    const { personId, role, buildingId } = command;
    const given = person.assignedRoles.filter((at) => at.role !== role || (at.buildingId ?? null) !== buildingId);
    const after =
      command.kind === 'assign' ? [...given, { role, ...(buildingId === null ? {} : { buildingId }) }] : given;
    const context = {
      correlationId: newId(),
      causationId: newId(),
      actor: command.actor,
      policyVersion: (await this.policies.inForce(this.today())).id,
      partitionKey: personId,
      time: this.clock.now(),
    };
    const fact: RosterFact = {
      type: 'sightline.directory.person-changed.v1',
      subject: `person/${personId}`,
      partitionKey: personId,
      data: { personId, sourcedId: person.sourcedId, roles: rolesOfPerson(person, after) },
    };
    const roleCommand: RoleCommand = { kind: command.kind, personId, role, buildingId, byPersonId: command.byPersonId };
    return this.runtime.execute({
      commands: [
        {
          subject: `role-assignment/${personId}`,
          decider: roleAssignmentDecider,
          command: roleCommand,
          expect: 'any',
          context,
        },
        {
          subject: fact.subject,
          decider: recordedFacts,
          command: { facts: [fact] },
          expect: 'any',
          context,
          onlyWhen: (earlier) => earlier.length > 0,
        },
      ],
      answer: () => null,
    });
  }
}
