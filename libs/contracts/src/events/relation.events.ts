import type { EventEnvelope } from '../envelope.js';
import type { WordsCommitment } from '../commitment.js';

/** Whose relation it would be, and who would gain by it. */
export interface ProposedRelation {
  readonly proposalId: string;
  readonly relation: 'supervisor' | 'guardian';
  /** The staff member or the student. */
  readonly subjectId: string;
  /** Who would be the supervisor or a guardian. */
  readonly gainerId: string;
}

/**
 * A relation that would open what is there already waits for somebody outside IT (C7, C9). Until then it is in no other
 * event. Subject `relation-proposal/<proposalId>`.
 */
export type RelationProposed = EventEnvelope<
  'sightline.directory.relation-proposed.v1',
  ProposedRelation & {
    /** Who supervised until now; null for a guardian, or when nobody did. */
    readonly previousSupervisorId: string | null;
    /** People who sent or confirmed the roster, or entered it by hand; empty for a machine. */
    readonly senderIds: readonly string[];
    /** Who can confirm it, as the roster stands; at most 20. */
    readonly askedIds: readonly string[];
  }
>;
/** It holds from now on; the relation itself is told in the same transaction. */
export type RelationConfirmed = EventEnvelope<
  'sightline.directory.relation-confirmed.v1',
  ProposedRelation & { readonly by: string; readonly words: WordsCommitment }
>;
/** It will not hold: somebody said no, or the roster no longer says it (`by` and `words` null). */
export type RelationRejected = EventEnvelope<
  'sightline.directory.relation-rejected.v1',
  ProposedRelation & { readonly by: string | null; readonly words: WordsCommitment | null }
>;

/** A restriction was lifted by a named person with a document (C9). Subject `restriction-release/<restrictionId>`. */
export type RestrictionReleased = EventEnvelope<
  'sightline.directory.restriction-released.v1',
  {
    readonly restrictionId: string;
    readonly studentId: string;
    readonly guardianId: string;
    /** Last day on which it holds, a date in the district's time zone. */
    readonly until: string;
    readonly by: string;
    /** Commits to the document and to who verified it. */
    readonly words: WordsCommitment;
  }
>;

/** Why two records of the roster are one natural person. */
export type PersonLinkBasis = 'import-key' | 'confirmed-match';
export interface PersonLinkFacts {
  /** The record under which the person is known. */
  readonly personId: string;
  readonly linkedId: string;
  /** Null for an import key. */
  readonly by: string | null;
  readonly basis: PersonLinkBasis;
}
/** Two records are one natural person (C3, C4). Subject `person-link/<linkedId>`: a record is linked to one other at most. */
export type PersonsLinked = EventEnvelope<'sightline.directory.persons-linked.v1', PersonLinkFacts>;
/** They are two again, as if they had never been linked. */
export type PersonsUnlinked = EventEnvelope<'sightline.directory.persons-unlinked.v1', PersonLinkFacts>;

export type RelationEvent =
  RelationProposed | RelationConfirmed | RelationRejected | RestrictionReleased | PersonsLinked | PersonsUnlinked;
