import type { Transaction } from '@sightline/event-store';
import { looksAfterTheRoster, type RosterSay } from './hold-relations.js';

const works = `exists (select 1 from jsonb_array_elements(p.roles) as at where at->>'role' not in ('student', 'guardian', 'relative'))`;
const isLinked = (id: string): string =>
  `exists (select 1 from roster_linked_persons where ${id} in (linked_id, roster_linked_persons.person_id))`;
const link = (name: string, row: string, personId: string): string =>
  `'${name}', 'person-link/' || ${row}.linked_id, ${row}.linked_id::text,
   jsonb_build_object('personId', ${personId}, 'linkedId', ${row}.linked_id, 'by', null, 'basis', 'import-key')`;

/**
 * Records with one person key are one natural person (C3, C4), into `proposal_changes`. The one that works here is the
 * one under which the person is known. Linked records share rights, so a key links nobody who looks after the roster or
 * sent it: such a pair is offered as a match, for somebody outside IT. What a person has linked or parted stays so.
 */
export async function bringPersonKeys(transaction: Transaction, { senderIds }: RosterSay): Promise<void> {
  await transaction.query(
    `create temp table links_today on commit drop as
     with keyed as (
       select p.id, person_key, exists (select 1 from person_links where person_id = p.id and status = 'linked') as keeps,
         row_number() over (partition by person_key order by
           exists (select 1 from person_links where person_id = p.id and status = 'linked') desc, ${works} desc, p.id) as place
       from people p where active and person_key is not null and (p.id <> all($1::uuid[]) or ${isLinked('p.id')})
         and (not exists (select 1 from roster_days) or not ${looksAfterTheRoster('p')})
         and not exists (select 1 from person_links where linked_id = p.id and status = 'linked' and basis = 'confirmed-match'))
     select other.id as linked_id, first.id as person_id from keyed other join keyed first using (person_key)
     where first.place = 1 and other.place > 1
       and not exists (select 1 from person_links where person_id = other.id and status = 'linked' and basis = 'confirmed-match')
       and not exists (select 1 from person_links where linked_id = other.id and person_id = first.id and ended_by is not null)`,
    [senderIds],
  );
  await transaction.query(
    `insert into proposal_changes select ${link('persons-unlinked', 'known', 'known.person_id')} from person_links known
     where status = 'linked' and basis = 'import-key'
       and not exists (select 1 from links_today now where now.linked_id = known.linked_id and now.person_id = known.person_id)`,
  );
  await transaction.query(
    `insert into proposal_changes select ${link('persons-linked', 'now', 'now.person_id')} from links_today now
     where not exists (select 1 from person_links known
       where status = 'linked' and known.linked_id = now.linked_id and known.person_id = now.person_id)`,
  );
}
