import { executeUnits, type Projection, type UnitResult } from '@sightline/event-store';
import { ActRefused, type RosterAct, type RosterActs } from '../../application/roster-acts.js';
import type { PostgresRosterStore } from './postgres-roster-store.js';
import { retellRoster } from './roster-import/retell-roster.js';

/** What a person does to the roster beside imports: what was decided and all that follows from it commit together. */
export class PostgresRosterActs implements RosterActs {
  constructor(
    private readonly store: Pick<PostgresRosterStore, 'alone'>,
    private readonly projections: readonly Projection[],
  ) {}

  async act<Answer>({ unit: given, today, write, retell }: RosterAct<Answer>): Promise<UnitResult<Answer>> {
    try {
      return await this.store.alone(async (transaction, onAppended) => {
        const unit = typeof given === 'function' ? await given(transaction) : given;
        const { results, appended } = await executeUnits(transaction, [unit], { projections: this.projections });
        const result = results[0] as UnitResult<Answer>;
        let told = appended;
        if (result.outcome === 'accepted' && (unit.commands.length === 0 || result.events.length > 0)) {
          await write?.(transaction);
          if (retell) told += await retellRoster(transaction, today, retell, { ...retell, at: retell.time });
        }
        if (told > 0) onAppended();
        return result;
      });
    } catch (error) {
      if (error instanceof ActRefused) return { outcome: 'refused', refusal: error.refusal };
      throw error;
    }
  }
}
