import type { Queryable, StreamCommand, UnitResult } from '@sightline/event-store';
import { newId, type ServiceRuntime } from '@sightline/service-kit';
import { absenceDecider, type AbsenceCommand, type SubstituteOf } from '../domain/index.js';
import { reassignRounds, type RoundsAtHand } from './reassign-rounds.js';
import type { ByPerson } from './task-context.js';

export interface AbsenceAsked {
  readonly substituteId: string | null;
  readonly substituteIsStaff: boolean;
  readonly from: string;
  readonly until: string;
}

/** An absence that a person has declared and may cancel. */
export interface KnownAbsence {
  readonly absenceId: string;
  readonly personId: string;
  readonly substituteId: string | null;
  readonly from: string;
  readonly until: string;
}

export interface AbsencesAtHand extends RoundsAtHand {
  readonly database: Queryable;
  readonly findInReach: (database: Queryable, personIds: readonly string[]) => Promise<readonly string[]>;
  /** The version of the policy that is in force today. */
  readonly policyVersionToday: () => Promise<string>;
}

/**
 * Declares or cancels an absence. When it holds today, the open tasks move in the same transaction; when it begins or
 * ends later, the clock moves them.
 */
export class AbsenceHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly atHand: AbsencesAtHand,
  ) {}

  declare(asked: AbsenceAsked, who: Omit<ByPerson, 'expected'>): Promise<UnitResult<{ readonly id: string }>> {
    const { substituteIsStaff, ...rest } = asked;
    const absence = { absenceId: newId(), personId: who.by, ...rest };
    const command = { type: 'declare' as const, absence, substituteIsStaff, today: this.atHand.today() };
    return this.execute(absence, command, who, (away) => new Map([...away, [who.by, absence.substituteId]]));
  }

  cancel(absence: KnownAbsence, who: Omit<ByPerson, 'expected'>): Promise<UnitResult<{ readonly id: string }>> {
    const command = { type: 'cancel' as const, absenceId: absence.absenceId, today: this.atHand.today() };
    return this.execute(
      absence,
      command,
      who,
      (away) => new Map([...away].filter(([personId]) => personId !== absence.personId)),
    );
  }

  private async execute(
    absence: KnownAbsence,
    command: AbsenceCommand,
    { by, idempotency, causationId }: Omit<ByPerson, 'expected'>,
    away: (away: SubstituteOf) => SubstituteOf,
  ): Promise<UnitResult<{ readonly id: string }>> {
    const { absenceId, personId, substituteId, from, until } = absence;
    const today = this.atHand.today();
    const moving =
      from <= today && today <= until ? await this.moving([personId, substituteId], away, causationId) : [];
    return this.runtime.execute({
      commands: [
        {
          subject: `absence/${personId}`,
          decider: absenceDecider,
          command,
          expect: 'any',
          context: {
            correlationId: absenceId,
            causationId,
            actor: `person:${by}`,
            policyVersion: await this.atHand.policyVersionToday(),
            partitionKey: personId,
            time: this.atHand.clock.now(),
          },
        },
        // A command that changed nothing, sent again, moves nothing either.
        ...moving.map((each) => ({ ...each, onlyWhen: (earlier: readonly unknown[]) => earlier.length > 0 })),
      ],
      ...(idempotency === undefined ? {} : { idempotency }),
      answer: () => ({ id: absenceId }),
    });
  }

  private async moving(
    people: readonly (string | null)[],
    away: (away: SubstituteOf) => SubstituteOf,
    causationId: string,
  ): Promise<StreamCommand[]> {
    const personIds = people.flatMap((id) => id ?? []);
    const roundIds = await this.atHand.findInReach(this.atHand.database, personIds);
    return reassignRounds(this.atHand.database, roundIds, { reason: 'absence', away, causationId }, this.atHand);
  }
}
