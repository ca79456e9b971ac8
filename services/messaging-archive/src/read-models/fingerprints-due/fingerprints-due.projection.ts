import type {
  AuthorizationActivated,
  EventEnvelope,
  PersonChanged,
  PersonRegistered,
  RosterImportCompleted,
} from '@sightline/contracts';
import type { Transaction } from '@sightline/event-store';

const activated: AuthorizationActivated['type'] = 'sightline.exception-request.authorization-activated.v1';
const registered: PersonRegistered['type'] = 'sightline.directory.person-registered.v1';
const changed: PersonChanged['type'] = 'sightline.directory.person-changed.v1';
const imported: RosterImportCompleted['type'] = 'sightline.directory.roster-import-completed.v1';

/**
 * Whose addresses have to be asked for: newcomers, the channel of an authorization, and after an import everybody, as an
 * address may change without anything that the other services are told of.
 */
export const fingerprintsDueProjection = {
  types: new Set<string>([activated, registered, changed, imported]),
  async apply(transaction: Transaction, events: readonly EventEnvelope[]): Promise<void> {
    const people = (events as readonly unknown[] as readonly (PersonRegistered | PersonChanged)[]).flatMap(
      ({ type, data }) => (type === registered || type === changed ? data.personId : []),
    );
    const channels = (events as readonly unknown[] as readonly AuthorizationActivated[]).flatMap(({ type, data }) =>
      type === activated ? data.authorizationId : [],
    );
    if (people.length + channels.length > 0)
      await transaction.query({
        name: 'fingerprints-due.mark',
        text: `insert into fingerprints_due select distinct source, 'person' from unnest($1::uuid[]) as source
               union all select distinct source, 'channel' from unnest($2::uuid[]) as source
               on conflict do nothing`,
        values: [people, channels],
      });
    if (events.some(({ type }) => type === imported))
      await transaction.query({
        name: 'fingerprints-due.mark-everybody',
        text: `insert into fingerprints_due select person_id, 'person' from roster_people on conflict do nothing`,
        values: [],
      });
  },
};
