import type { RoleAtBuilding } from '@sightline/contracts';

/** What the roster says about a submission, looked up at the moment of the request. */
export interface SubmissionFacts {
  readonly requester:
    | { readonly personId: string; readonly roles: readonly RoleAtBuilding[]; readonly buildingIds: readonly string[] }
    | undefined;
  readonly students: readonly {
    /** As the caller named it; the uuid where it is known. */
    readonly personId: string;
    readonly known: boolean;
    readonly isStudent: boolean;
    readonly buildingIds: readonly string[];
  }[];
  readonly group:
    | {
        readonly groupId: string;
        readonly kind: 'class' | 'activity';
        readonly endsOn: string | null;
        readonly requesterTakesPart: boolean;
      }
    | undefined;
  readonly family: { readonly ownChildIds: readonly string[]; readonly siblingIds: readonly string[] };
  readonly districtForm: {
    readonly districtFormId: string;
    readonly available: boolean;
    readonly known: boolean;
  } | null;
}

export interface SubmissionQuestion {
  readonly requesterId: string;
  /** By uuid or OneRoster `sourcedId`. */
  readonly students: readonly string[];
  readonly group: string | undefined;
  readonly districtFormId: string | undefined;
}

/** The roster as this service keeps it. A fixed number of statements, whatever the number of students. */
export interface RosterFacts {
  lookUp(question: SubmissionQuestion): Promise<SubmissionFacts>;
}
