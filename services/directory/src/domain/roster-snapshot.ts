import type { GroupMembers, RosterRoleAt, RosterState } from './roster.js';

/**
 * How much a file says about what it leaves out.
 * - `absent`: nothing was given; what is known stays.
 * - `whole`: the file is the whole list; what it leaves out is gone.
 * - `named`: each entry replaces what is known under its key; the rest stays.
 * - `rows`: each row adds or takes one element; the rest stays.
 */
export type Coverage = 'absent' | 'whole' | 'named' | 'rows';

export interface RosterCoverage {
  readonly people: 'absent' | 'whole' | 'named';
  readonly roles: Coverage;
  readonly birthDates: 'absent' | 'whole' | 'named';
  readonly groups: 'absent' | 'whole' | 'named';
  readonly members: 'absent' | 'whole' | 'rows';
  /** Siblings, supervisors, technology department and languages come in one file. */
  readonly relations: 'absent' | 'whole' | 'named';
}

/** What one bundle says: the good rows, how far their absence counts, and what must stay because its row was refused. */
export interface RosterSnapshot {
  readonly stated: RosterState;
  readonly coverage: RosterCoverage;
  readonly removed: {
    readonly people: ReadonlySet<string>;
    readonly groups: ReadonlySet<string>;
    readonly roles: ReadonlyMap<string, readonly RosterRoleAt[]>;
    readonly members: ReadonlyMap<string, GroupMembers>;
  };
  /** A refused row is no statement: what is known under these keys stays as it is. */
  readonly held: {
    readonly people: ReadonlySet<string>;
    /** People of whom a role row was refused: no role of theirs is taken away. */
    readonly roles: ReadonlySet<string>;
    readonly groups: ReadonlySet<string>;
    /** Groups of which an enrolment row was refused: nobody leaves them. */
    readonly members: ReadonlySet<string>;
    /** People of whom a demographics row was refused. */
    readonly birthDates: ReadonlySet<string>;
    /** People of whom a relation's row was refused. */
    readonly relations: ReadonlySet<string>;
    /** Groups whose terms the bundle does not tell: their last day stays. */
    readonly lastDays: ReadonlySet<string>;
  };
  /** Guardian links whose direction shows only from roles that the bundle does not tell. */
  readonly agents: readonly AgentLink[];
}

/** One entry of a person's `agentSourcedIds`: either end may be the student. */
export interface AgentLink {
  readonly personSourcedId: string;
  readonly agentSourcedId: string;
  /** Place in the person's list, from 0. */
  readonly place: number;
}
