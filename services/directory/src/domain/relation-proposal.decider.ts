import type { FactOf, ProposedRelation, RelationEvent, RosterRole, WordsCommitment } from '@sightline/contracts';
import { accept, refuse, unchanged, type Decider } from '@sightline/decider';

export type RelationProposalFact = Extract<
  FactOf<RelationEvent>,
  { readonly type: `sightline.directory.relation-${string}` }
>;

export type RelationProposal =
  | { readonly status: 'none' }
  | (ProposedRelation & { readonly status: 'awaits-confirmation'; readonly senderIds: readonly string[] })
  | (ProposedRelation & { readonly status: 'confirmed' | 'rejected' | 'withdrawn'; readonly by: string | null });

export interface SettleRelation {
  readonly outcome: 'confirm' | 'reject';
  /** Every roster record of the person who settles it, the one that is signed in first. */
  readonly byIds: readonly [string, ...string[]];
  /** At any of those records; null is the whole district. */
  readonly roles: readonly { readonly role: RosterRole; readonly buildingId: string | null }[];
  /** Where the staff member works or the student goes to school. */
  readonly subjectBuildingIds: readonly string[];
  readonly words: WordsCommitment;
  readonly wordsLength: number;
}

export type RelationProposalRefusal =
  | 'not-proposed'
  | 'already-settled'
  | 'technology-department'
  | 'not-in-charge'
  | 'own-relation'
  | 'own-roster'
  | 'words-missing';

const itRoles: readonly RosterRole[] = ['technology', 'operator'];

/** C7 opens copies to a supervisor, C9 messages to a guardian. */
const clauseOf = ({ relation }: ProposedRelation): 'C7' | 'C9' => (relation === 'supervisor' ? 'C7' : 'C9');

const inCharge = ({ roles, subjectBuildingIds }: SettleRelation): boolean =>
  roles.some(
    ({ role, buildingId }) =>
      (role === 'administrator' && buildingId === null) ||
      (role === 'principal' && buildingId !== null && subjectBuildingIds.includes(buildingId)),
  );

/** Who may settle it: somebody of the school, outside IT, with nothing to gain and no part in how it came about. */
const whoMay = (proposal: Extract<RelationProposal, { status: 'awaits-confirmation' }>, command: SettleRelation) => {
  const clause = clauseOf(proposal);
  const { byIds, roles, outcome } = command;
  if (roles.some(({ role }) => itRoles.includes(role)))
    return refuse({
      refused: 'technology-department',
      clause,
      detail: 'Whoever looks after the roster does not say who may read what is there.',
      remedy: 'Ask the principal of the building or an administrator of the district.',
    });
  if (!inCharge(command))
    return refuse({
      refused: 'not-in-charge',
      clause,
      detail: 'The principal of the building or an administrator of the district says whether it holds.',
      remedy: 'Ask one of them.',
    });
  // Whoever would gain may well say no.
  if (outcome === 'reject') return undefined;
  if (byIds.some((id) => id === proposal.gainerId || id === proposal.subjectId))
    return refuse({
      refused: 'own-relation',
      clause,
      detail: 'Nobody confirms a relation of one’s own.',
      remedy: 'Ask another principal of the building or an administrator of the district.',
    });
  if (byIds.some((id) => proposal.senderIds.includes(id)))
    return refuse({
      refused: 'own-roster',
      clause,
      detail: 'Who sent or entered a relation does not confirm it.',
      remedy: 'Ask another principal of the building or an administrator of the district.',
    });
  return undefined;
};

const settle = (proposal: RelationProposal, command: SettleRelation) => {
  if (proposal.status === 'none')
    return refuse({
      refused: 'not-proposed',
      detail: 'No such relation waits for anybody.',
      remedy: 'Look for it among the proposals.',
    });
  const { proposalId, relation, subjectId, gainerId } = proposal;
  const settled = command.outcome === 'confirm' ? 'confirmed' : 'rejected';
  if (proposal.status !== 'awaits-confirmation')
    return proposal.status === settled && proposal.by !== null && command.byIds.includes(proposal.by)
      ? unchanged
      : refuse({
          refused: 'already-settled',
          clause: clauseOf(proposal),
          detail:
            proposal.status === 'withdrawn'
              ? 'The roster no longer says this.'
              : `It was ${proposal.status} before, and stays so.`,
          remedy: 'Look at it again among the proposals.',
        });
  const refusal = whoMay(proposal, command);
  if (refusal) return refusal;
  if (command.wordsLength === 0)
    return refuse({
      refused: 'words-missing',
      clause: clauseOf(proposal),
      detail: 'It takes a word on how you know.',
      remedy: 'Say who told you, or what you looked at.',
      field: 'words',
    });
  return accept<RelationProposalFact>({
    type: `sightline.directory.relation-${settled}.v1`,
    data: { proposalId, relation, subjectId, gainerId, by: command.byIds[0], words: command.words },
  });
};

/**
 * A relation of the roster that would open what is there already: a new supervisor of somebody whose copies are kept
 * (C7), a new guardian of a student who takes part in an authorization (C9). It holds once somebody outside IT who gains
 * nothing by it has confirmed it; the roster proposes and withdraws it.
 */
export const relationProposalDecider: Decider<
  RelationProposal,
  SettleRelation,
  RelationProposalFact,
  RelationProposalRefusal
> = {
  initialState: { status: 'none' },
  evolve(_, { type, data }) {
    const { proposalId, relation, subjectId, gainerId } = data;
    const proposed: ProposedRelation = { proposalId, relation, subjectId, gainerId };
    switch (type) {
      case 'sightline.directory.relation-proposed.v1':
        return { ...proposed, status: 'awaits-confirmation', senderIds: data.senderIds };
      case 'sightline.directory.relation-confirmed.v1':
        return { ...proposed, status: 'confirmed', by: data.by };
      case 'sightline.directory.relation-rejected.v1':
        return { ...proposed, status: data.by === null ? 'withdrawn' : 'rejected', by: data.by };
    }
  },
  decide: (command, proposal) => settle(proposal, command),
};
