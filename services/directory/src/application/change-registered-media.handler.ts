import type { MediumAudience, RegisteredMediumKind, WayIn } from '@sightline/contracts';
import { sealWords, type UnitOfWork, type UnitResult } from '@sightline/event-store';
import type { PolicyBook } from '@sightline/policy';
import { newId, type Clock, type ServiceRuntime } from '@sightline/service-kit';
import { registeredMediumDecider, type RegisteredMediumCommand } from '../domain/index.js';

/** What a member of staff says of a medium. Name, address and the way in are words: no event carries them. */
export interface MediumEntry {
  readonly name: string;
  readonly address: string;
  readonly wayIn: WayIn;
  /** How a parent gets in, in words; empty when nothing has to be said. */
  readonly howParentsGetIn: string;
  readonly audience: MediumAudience;
}

export interface MediumAct {
  readonly personId: string;
  readonly idempotency: UnitOfWork['idempotency'];
}

type Result = Promise<UnitResult<{ readonly id: string }>>;

/** Keeps the register of media that staff use with students (C9). */
export class ChangeRegisteredMediaHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly clock: Clock,
    private readonly today: () => string,
    private readonly policies: PolicyBook,
  ) {}

  /** The member of staff registers own media only. */
  register(kind: RegisteredMediumKind, entry: MediumEntry, act: MediumAct): Result {
    return this.execute(newId(), wordsOf(entry), act, 'new', (mediumId, words) => ({
      ...{ type: 'register', mediumId, staffId: act.personId, kind, words },
      ...saidOf(entry),
    }));
  }

  /** The whole entry anew. */
  change(mediumId: string, entry: MediumEntry, act: MediumAct): Result {
    return this.execute(mediumId, wordsOf(entry), act, 'existing', (_, words) => ({
      ...{ type: 'change', mediumId, words },
      ...saidOf(entry),
    }));
  }

  /** A guardian found no way in. */
  reportUnreachable(mediumId: string, studentId: string, report: string, act: MediumAct): Result {
    return this.execute(mediumId, { report }, act, 'existing', (_, words) => ({
      ...{ type: 'report-unreachable', mediumId, guardianId: act.personId, studentId, words },
    }));
  }

  /** It is no longer used with students. */
  end(mediumId: string, act: MediumAct): Result {
    return this.execute(mediumId, null, act, 'existing', () => ({ type: 'end', mediumId }));
  }

  private async execute(
    mediumId: string,
    written: Readonly<Record<string, string>> | null,
    { personId, idempotency }: MediumAct,
    expect: 'new' | 'existing',
    commandOf: (mediumId: string, words: { recordId: string; commitment: string }) => RegisteredMediumCommand,
  ): Result {
    const subject = `registered-medium/${mediumId}`;
    const sealed = sealWords(newId(), subject, written ?? {});
    return this.runtime.execute({
      commands: [
        {
          ...{ subject, decider: registeredMediumDecider, expect },
          command: commandOf(mediumId, { recordId: sealed.record.recordId, commitment: sealed.commitment }),
          context: {
            correlationId: mediumId,
            causationId: newId(),
            actor: `person:${personId}`,
            policyVersion: (await this.policies.inForce(this.today())).id,
            partitionKey: mediumId,
            time: this.clock.now(),
          },
        },
      ],
      ...(written === null ? {} : { words: [sealed.record] }),
      ...(idempotency === undefined ? {} : { idempotency }),
      answer: () => ({ id: mediumId }),
    });
  }
}

const wordsOf = ({ name, address, howParentsGetIn }: MediumEntry) => ({ name, address, howParentsGetIn });

const saidOf = ({ wayIn, howParentsGetIn, audience }: MediumEntry) => ({
  ...audience,
  wayIn,
  wayInLength: [...howParentsGetIn.trim()].length,
});
