import type { PolicyBook } from '@sightline/policy';
import type { Clock } from '@sightline/service-kit';
import type { RosterCalendar } from './ports.js';

/**
 * A role or membership that begins or ends on a date begins or ends for everybody on that day: what a new day changes is
 * told like what an import changes, so that an ended principal decides nothing (C3).
 */
export class TurnRosterDayHandler {
  constructor(
    private readonly calendar: RosterCalendar,
    private readonly policies: PolicyBook,
    private readonly clock: Clock,
    private readonly nextId: () => string,
    private readonly today: () => string,
  ) {}

  /** @returns whether it was a new day */
  async execute(): Promise<boolean> {
    const today = this.today();
    const told = await this.calendar.toldAsOf();
    if (told === undefined || told >= today) return false;
    await this.calendar.tellAsOf(today, {
      correlationId: this.nextId(),
      actor: 'system:roster-day',
      at: this.clock.now(),
      policyVersion: (await this.policies.inForce(today)).id,
    });
    return true;
  }
}
