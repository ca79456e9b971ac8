import type { StreamCommand, UnitOfWork, UnitResult } from '@sightline/event-store';
import type { PolicyBook } from '@sightline/policy';
import { dateInZone, type ServiceRuntime } from '@sightline/service-kit';
import { contactPreferencesDecider, type ContactChoices, type ContactPreferencesCommand } from '../domain/index.js';
import type { Calendar } from './entitlements.js';

/** Who says it, and by what request. */
export interface SaidBy {
  readonly causationId: string;
  readonly idempotency?: UnitOfWork['idempotency'];
}

/** A person says how to be written to (C6): each change is an event of that person's own stream. */
export class ChangeContactPreferencesHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly calendar: Calendar,
    private readonly policies: PolicyBook,
  ) {}

  /** What is left out of `choices` stays as it is. */
  async change(
    personId: string,
    choices: Partial<ContactChoices>,
    resumeTextMessages: boolean,
    by: SaidBy,
  ): Promise<UnitResult<{ readonly personId: string }>> {
    return this.execute([{ command: 'changeContactPreferences', personId, choices, resumeTextMessages }], by, personId);
  }

  /** STOP and START by text message, for everybody who has that number. */
  async answerTo(
    word: 'stop' | 'start',
    personIds: readonly string[],
    by: SaidBy,
  ): Promise<UnitResult<{ readonly personId: string }>> {
    const command = word === 'stop' ? 'stopTextMessages' : 'resumeTextMessages';
    return this.execute(
      personIds.map((personId) => ({ command, personId })),
      by,
      personIds[0] ?? '',
    );
  }

  private async execute(
    commands: readonly ContactPreferencesCommand[],
    { causationId, idempotency }: SaidBy,
    answered: string,
  ): Promise<UnitResult<{ readonly personId: string }>> {
    const { clock, districtTimeZone } = this.calendar;
    const now = clock.now();
    const policyVersion = (await this.policies.inForce(dateInZone(now, districtTimeZone))).id;
    return this.runtime.execute({
      commands: commands.map((command): StreamCommand => ({
        subject: `contact-preferences/${command.personId}`,
        decider: contactPreferencesDecider,
        command,
        expect: 'any',
        context: {
          correlationId: command.personId,
          causationId,
          actor: `person:${command.personId}`,
          policyVersion,
          partitionKey: command.personId,
          time: now,
        },
      })),
      ...(idempotency === undefined ? {} : { idempotency }),
      answer: () => ({ personId: answered }),
    });
  }
}
