/** Who could decide about a submission, as the roster stands at that moment. */
export interface DecidersFound {
  /** Principals by building. */
  readonly principals: ReadonlyMap<string, readonly string[]>;
  /** The technology department by building; `null` holds those for the whole district. */
  readonly technology: ReadonlyMap<string | null, readonly string[]>;
  /** The supervisor of each staff member. */
  readonly supervisors: ReadonlyMap<string, string>;
  /** District administrators: to whom a task goes up when nobody lawful is left. */
  readonly administrators: readonly string[];
  /** Guardians of each student: parties, who decide nothing about their own child. */
  readonly guardians: ReadonlyMap<string, readonly string[]>;
}

export interface DecidersQuestion {
  readonly buildingIds: readonly string[];
  readonly staffIds: readonly string[];
  readonly studentIds: readonly string[];
}
