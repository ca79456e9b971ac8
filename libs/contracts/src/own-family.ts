import type { FamilyRelation } from './enums.js';

/** A student for whom no request is needed, and the relation on the roster that makes it so (C4). */
export interface OwnFamilyMember {
  readonly studentId: string;
  readonly relation: FamilyRelation;
}
