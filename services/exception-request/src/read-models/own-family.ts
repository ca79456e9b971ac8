/** SQL: the ids of own children and siblings, on the roster now, of the person in that column (C4). */
export const ownFamilyOf = (column: string): string => `array(
  select student_id from roster_guardianships where guardian_id = ${column}
  union select sibling_id from roster_siblings where person_id = ${column}
  union select person_id from roster_siblings where sibling_id = ${column})`;
