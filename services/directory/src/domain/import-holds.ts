/** How many students were known before an import, and how many of them would be none after it. */
export interface StudentsLeaving {
  readonly studentsKnown: number;
  readonly studentsToRemove: number;
}

/** What would follow from an import beyond the roster, as those who own it say; `unknown` when one of them does not answer. */
export type FollowUp =
  | { readonly status: 'known'; readonly authorizationsEnding: number; readonly noticesToSend: number }
  | { readonly status: 'unknown'; readonly owner: string };

/** Above any of these an import is held for a person. */
export interface HoldAbove {
  /** Share of the known students, from 0 to 1, that is removed or loses the role. */
  readonly studentShare: number;
  /** The same in the import of a new school year, when those who graduated leave as expected. */
  readonly rolloverStudentShare: number;
  readonly authorizationsEnding: number;
  readonly noticesToSend: number;
}

export const holdAboveUsually: HoldAbove = {
  studentShare: 0.2,
  rolloverStudentShare: 0.5,
  authorizationsEnding: 20,
  noticesToSend: 500,
};

/** Why an import is held: what was found, and up to what it would have been taken. */
export interface HoldReason {
  readonly reason: 'students-removed' | 'authorizations-ending' | 'notices-to-send' | 'consequences-unknown';
  readonly found: number | null;
  readonly heldAbove: number | null;
  readonly message: string;
}

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** Nothing is changed until a person has seen this; nothing when the import may go on by itself. */
export const holdReasons = (
  { studentsKnown, studentsToRemove }: StudentsLeaving,
  following: FollowUp,
  rollover: boolean,
  above: HoldAbove = holdAboveUsually,
): readonly HoldReason[] => {
  const share = rollover ? above.rolloverStudentShare : above.studentShare;
  const reasons: HoldReason[] = [];
  if (studentsToRemove > studentsKnown * share)
    reasons.push({
      ...{ reason: 'students-removed', found: studentsToRemove, heldAbove: Math.floor(studentsKnown * share) },
      message: `${plural(studentsToRemove, 'student', 'students')} of ${studentsKnown} would no longer be on the roster.`,
    });
  if (following.status === 'unknown')
    return [
      ...reasons,
      {
        ...{ reason: 'consequences-unknown', found: null, heldAbove: null },
        message: `The service ${following.owner} does not answer, so nobody can say what this import would end and whom it would notify. Send it again later, or confirm it without knowing.`,
      },
    ];
  const { authorizationsEnding, noticesToSend } = following;
  if (authorizationsEnding > above.authorizationsEnding)
    reasons.push({
      ...{ reason: 'authorizations-ending', found: authorizationsEnding, heldAbove: above.authorizationsEnding },
      message: `${plural(authorizationsEnding, 'authorization', 'authorizations')} would end.`,
    });
  if (noticesToSend > above.noticesToSend)
    reasons.push({
      ...{ reason: 'notices-to-send', found: noticesToSend, heldAbove: above.noticesToSend },
      message: `${plural(noticesToSend, 'notice', 'notices')} would go to guardians.`,
    });
  return reasons;
};
