import type { AuthorizationActivated, AuthorizationParticipantsChanged, EventEnvelope } from '@sightline/contracts';
import type { Transaction } from '@sightline/event-store';

type AuthorizationEvent = AuthorizationActivated | AuthorizationParticipantsChanged;

const peopleIn = ({ type, data }: AuthorizationEvent): { readonly personId: string; readonly part: string }[] => {
  const students = type === 'sightline.exception-request.authorization-activated.v1' ? data.studentIds : data.joined;
  const staff = type === 'sightline.exception-request.authorization-activated.v1' ? [data.staffId] : [];
  return [
    ...staff.map((personId) => ({ personId, part: 'staff' })),
    ...students.map((personId) => ({ personId, part: 'student' })),
  ];
};

/**
 * Who has or had part in any authorization: of them messages may be there that a new relation would open (C7, C9).
 * Whoever leaves one stays: what was written to them is still there. Follows the log of `exception-request`.
 */
export const authorizationPeopleProjection = {
  types: new Set<string>([
    'sightline.exception-request.authorization-activated.v1',
    'sightline.exception-request.authorization-participants-changed.v1',
  ] satisfies AuthorizationEvent['type'][]),
  async apply(transaction: Transaction, envelopes: readonly EventEnvelope[]): Promise<void> {
    const parts = (envelopes as unknown as readonly AuthorizationEvent[]).flatMap((event) =>
      peopleIn(event).map((part) => ({ ...part, authorizationId: event.data.authorizationId })),
    );
    await transaction.query({
      name: 'authorization-people.write',
      text: `insert into authorization_people (authorization_id, person_id, part)
             select * from unnest($1::uuid[], $2::uuid[], $3::text[]) on conflict do nothing`,
      values: [
        parts.map(({ authorizationId }) => authorizationId),
        parts.map(({ personId }) => personId),
        parts.map(({ part }) => part),
      ],
    });
  },
};
