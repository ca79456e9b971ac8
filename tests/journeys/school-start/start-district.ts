export const schools = ['north', 'middle', 'south'] as const;

export interface Student {
  readonly id: string;
  readonly name: string;
  readonly ofAge: boolean;
  readonly guardianIds: readonly string[];
}

export interface Guardian {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly sms: string | null;
  /** The mail server does not know this address. */
  readonly bounces: boolean;
  /** The mail server takes mail to this address and sends it back later. */
  readonly returns: boolean;
  /** Wants texts before mail, and later answers STOP to one. */
  readonly stops: boolean;
}

/** One activity, its coach, who takes part from the beginning, and who joins later. */
export interface Group {
  readonly id: string;
  readonly school: string;
  readonly coach: { readonly id: string; readonly username: string; readonly name: string };
  readonly members: readonly Student[];
  /** Its authorization follows the group (C5); otherwise it names some students (C3). */
  readonly follows: boolean;
  readonly joining: readonly Student[];
}

/** A district at the start of school, made in the spec and known to it alone: what the product says is held against this. */
export interface StartRoster {
  readonly groups: readonly Group[];
  readonly guardians: ReadonlyMap<string, Guardian>;
  readonly students: readonly Student[];
  /** Guardian and student between whom no contact is allowed. */
  readonly restricted: ReadonlySet<string>;
}
