/** How many students were known before an import, and how many of them would be none after it. */
export interface StudentsLeaving {
  readonly studentsKnown: number;
  readonly studentsToRemove: number;
}

/** Share of the known students, from 0 to 1, that an import may remove before a person is asked. */
const studentRemovalShareMax = 0.2;

/** Nothing is changed until a person says that so many students really left, or really are students no longer. */
export const needsConfirmation = (
  { studentsKnown, studentsToRemove }: StudentsLeaving,
  shareMax = studentRemovalShareMax,
): boolean => studentsToRemove > studentsKnown * shareMax;
