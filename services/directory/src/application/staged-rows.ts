import type { PostalAddress, RestrictionKind } from '@sightline/contracts';

/** A row's line in its file, counted from 1. */
interface Placed {
  readonly line: number;
}
interface Removable extends Placed {
  /** The row says that what it names is gone. */
  readonly deleted: boolean;
}

export interface StagedOrg extends Removable {
  readonly id: string;
  readonly name: string;
  readonly type: 'school' | 'district' | 'department' | 'other';
  readonly parent: string | null;
}

export interface StagedTerm extends Removable {
  readonly id: string;
  /** YYYY-MM-DD. */
  readonly ends: string | null;
}

export interface StagedClass extends Removable {
  readonly id: string;
  readonly title: string;
  readonly kind: 'class' | 'activity';
  readonly school: string;
  readonly terms: readonly string[];
}

export interface StagedUser extends Removable {
  readonly id: string;
  readonly username: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly preferredGivenName: string | null;
  readonly preferredFamilyName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly sms: string | null;
  readonly enabled: boolean;
  /** Says that records are one natural person: those with the same one. */
  readonly personKey: string | null;
  readonly agents: readonly string[];
  /** OneRoster 1.1: the role word in lower case, and where it holds. */
  readonly role: string | null;
  readonly orgs: readonly string[];
  /** What the row says of roles is all that there is: it replaces what was known of this person. */
  readonly restatesRoles: boolean;
}

export interface StagedRole extends Removable {
  readonly file: 'roles.csv' | 'userprofiles.csv' | 'users.csv';
  /** What the file calls the row; empty when it has no word for it. */
  readonly id: string;
  /** Names the row among all imports: by its id, or by what it says (then it begins with `=`). */
  readonly key: string;
  readonly person: string;
  /** A OneRoster role word in lower case. */
  readonly word: string;
  readonly org: string;
  /** The first day; null is from ever. */
  readonly begins: string | null;
  /** The first day on which it no longer holds (OneRoster dates end before their end date); null is without end. */
  readonly ends: string | null;
}

export interface StagedBirthDate extends Removable {
  readonly id: string;
  readonly birthDate: string | null;
}

export interface StagedEnrollment extends Removable {
  readonly id: string;
  /** Names the row among all imports: by its id, or by what it says (then it begins with `=`). */
  readonly key: string;
  readonly group: string;
  readonly person: string;
  readonly side: 'student' | 'staff';
  readonly school: string;
  readonly begins: string | null;
  /** The first day on which it no longer holds; null is without end. */
  readonly ends: string | null;
}

export interface StagedRelation extends Placed {
  readonly type:
    'supervisor' | 'sibling' | 'technology' | 'language' | 'restriction' | 'release' | 'contact' | 'address' | 'phone';
  readonly person: string;
  readonly related: string;
  readonly building: string;
  readonly language: string;
  /** First and last day, both inclusive. */
  readonly from: string | null;
  readonly until: string | null;
  readonly kinds: readonly RestrictionKind[];
  /** The document behind a restriction or its release. */
  readonly reference: string;
  /** Who saw the document. */
  readonly verifiedBy: string;
  /** The document of the restriction that a release lifts. */
  readonly releases: string;
  /** Place in the order in which a student's guardians are told, from 1. */
  readonly place: number | null;
  readonly address: PostalAddress | null;
  /** To call about a building. */
  readonly phone: string;
}

/** A contact of a student as Microsoft School Data Sync 2.1 writes it. */
export interface StagedContact extends Placed {
  readonly student: string;
  readonly contact: string;
  /** Whether the word for the relation makes a guardian. */
  readonly guardian: boolean;
}

/** Rows by the table that takes them. */
export interface StagedRows {
  readonly orgs: StagedOrg;
  readonly terms: StagedTerm;
  readonly classes: StagedClass;
  readonly users: StagedUser;
  readonly roles: StagedRole;
  readonly birthDates: StagedBirthDate;
  readonly enrollments: StagedEnrollment;
  readonly relations: StagedRelation;
  readonly contacts: StagedContact;
}
export type StagedName = keyof StagedRows;

/** What a refused row spoke of: nothing of it is taken away. */
export type HeldPart = 'people' | 'roles' | 'groups' | 'members' | 'birthDates' | 'relations';

/** Takes rows one by one and keeps them outside memory. */
export interface RosterSink {
  stage<Name extends StagedName>(name: Name, row: StagedRows[Name]): void;
  hold(part: HeldPart, id: string): void;
  /** Awaited every few hundred rows by whoever reads a file; undefined when so few rows wait that more may come. */
  settled(): Promise<void> | undefined;
}

/**
 * How much a file told.
 * - `absent`: nothing was given; what is known stays.
 * - `whole`: the file is the whole list; what it leaves out is gone.
 * - `part`: each row replaces, adds or takes what it names; the rest stays.
 */
export type Told = 'absent' | 'whole' | 'part';

export interface RosterTold {
  readonly people: Told;
  readonly roles: Told;
  readonly birthDates: Told;
  readonly groups: Told;
  readonly members: Told;
  readonly relations: Told;
  readonly contacts: Told;
}
