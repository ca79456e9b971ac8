import type { Queryable } from '@sightline/event-store';
import { findPeople } from '@sightline/relations';
import { seenAsFamily } from '../../application/looks/message-masking.js';
import type { MessageView, PartyView } from '../../application/looks/message-view.js';
import type { Contest } from '../../read-models/message-records/said-about.queries.js';
import type { Caller } from '../../read-models/messages/visible-messages.queries.js';

const snippetLengthMax = 280;

/** Messages as the API shows them; a list shows the beginning of each text. Names of the roster's ids in one statement. */
export async function messageResources(
  database: Queryable,
  caller: Caller,
  views: readonly MessageView[],
  texts: 'whole' | 'beginning',
): Promise<(object & { readonly id: string })[]> {
  const people = await findPeople(database, [...new Set(views.flatMap((view) => peopleIn(caller, view)))]);
  const sourcedIds = new Map(people.map(({ personId, sourcedId }) => [personId, sourcedId]));
  const referTo = (id: string) => ({ id, sourcedId: sourcedIds.get(id) ?? null });
  return views.map((view) => {
    const { row, subject, text, attachments, masked } = view;
    const self = `/api/v1/messages/${row.message_id}`;
    const family = seenAsFamily(row);
    const partyOf = ({ displayName, address, personIds }: PartyView) => ({
      ...{ displayName, address, people: personIds.map(referTo) },
    });
    return {
      id: row.message_id,
      status: 'archived',
      createdAt: row.received_at,
      ...{ sentAt: row.sent_at, receivedAt: row.received_at, medium: row.medium, direction: row.direction },
      ...{ from: partyOf(view.from), to: view.to.map(partyOf), subject },
      ...(texts === 'whole' ? { text } : { snippet: text.slice(0, snippetLengthMax) }),
      attachments: attachments.map(({ attachmentId, ...rest }) => ({
        ...{ id: attachmentId, ...rest },
        links: rest.status === 'open' ? { self: `${self}/attachments/${attachmentId}` } : {},
      })),
      staff: row.staff_id === null ? null : referTo(row.staff_id),
      students: studentsIn(caller, view).map(referTo),
      ...{ authorization: row.authorization_id, thread: row.thread_id, uncovered: row.authorization_id === null },
      ...{ unverified: row.unverified, unread: row.unread, masked, clause: family ? 'C9' : 'C7' },
      ...(family ? {} : { copyGapSeconds: row.copy_gap_seconds }),
      ...{ disputed: view.dispute, contests: view.contests.map(contestOf) },
      ...(view.holds.length === 0
        ? {}
        : { safetyHolds: view.holds.map(({ holdId, until }) => ({ id: holdId, until })) }),
      links: {
        self,
        ...(family ? {} : { source: `${self}/source` }),
        ...(row.authorization_id === null ? {} : { authorization: `/api/v1/authorizations/${row.authorization_id}` }),
      },
    };
  });
}

const contestOf = ({ contestId, contestedById, at, statement, outcome, answer }: Contest): object => ({
  ...{
    id: contestId,
    status: outcome === null ? 'open' : 'decided',
    createdAt: at,
    contestedBy: { id: contestedById },
  },
  ...{ statement, outcome, answer },
});

/** A family is told of its own students alone (C9). */
const studentsIn = (caller: Caller, { row }: MessageView): string[] =>
  row.student_ids.filter((id) => !seenAsFamily(row) || caller.familyIds.includes(id));

const peopleIn = (caller: Caller, view: MessageView): string[] => [
  ...studentsIn(caller, view),
  ...(view.row.staff_id === null ? [] : [view.row.staff_id]),
  ...[view.from, ...view.to].flatMap(({ personIds }) => personIds),
];
