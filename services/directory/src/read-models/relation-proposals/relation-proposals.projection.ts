import type { ProposedRelation, RelationConfirmed, RelationProposed, RelationRejected } from '@sightline/contracts';
import { rowProjection } from '@sightline/event-store';

export interface RelationProposalRow {
  proposal_id: string;
  relation: ProposedRelation['relation'];
  subject_id: string;
  gainer_id: string;
  previous_supervisor_id: string | null;
  sender_ids: readonly string[];
  status: 'awaits-confirmation' | 'confirmed' | 'rejected' | 'withdrawn';
  /** The actor as the log has it. */
  proposed_by: string;
  proposed_at: string;
  settled_by: string | null;
  settled_at: string | null;
  words_id: string | null;
}

type Timed<Event> = Event & { readonly time: string; readonly actor: string };

/** The relations that somebody outside IT was asked about, and what was said (C7, C9). */
export const relationProposalsProjection = rowProjection<
  RelationProposalRow,
  Timed<RelationProposed> | Timed<RelationConfirmed> | Timed<RelationRejected>
>({
  table: 'relation_proposals',
  key: 'proposal_id',
  types: [
    'sightline.directory.relation-proposed.v1',
    'sightline.directory.relation-confirmed.v1',
    'sightline.directory.relation-rejected.v1',
  ],
  keysOf: ({ data }) => [data.proposalId],
  creates: ({ type }) => type === 'sightline.directory.relation-proposed.v1',
  evolve: (row, event) => {
    if (event.type === 'sightline.directory.relation-proposed.v1')
      return {
        proposal_id: event.data.proposalId,
        relation: event.data.relation,
        subject_id: event.data.subjectId,
        gainer_id: event.data.gainerId,
        previous_supervisor_id: event.data.previousSupervisorId,
        sender_ids: event.data.senderIds,
        status: 'awaits-confirmation',
        proposed_by: event.actor,
        proposed_at: event.time,
        settled_by: null,
        settled_at: null,
        words_id: null,
      };
    if (!row) return null;
    const { by, words } = event.data;
    const said = by === null ? 'withdrawn' : 'rejected';
    return {
      ...row,
      status: event.type === 'sightline.directory.relation-confirmed.v1' ? 'confirmed' : said,
      settled_by: by,
      settled_at: event.time,
      words_id: words?.recordId ?? null,
    };
  },
});
