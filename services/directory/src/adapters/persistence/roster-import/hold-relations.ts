import type { Transaction } from '@sightline/event-store';

/** On whose word the roster stands as it does now. */
export interface RosterSay {
  /** People who sent, confirmed or entered it; empty for a machine or a new day. */
  readonly senderIds: readonly string[];
  /** Proposals that were confirmed just now. */
  readonly admittedIds: readonly string[];
}

export const nobodysSay: RosterSay = { senderIds: [], admittedIds: [] };

/** Whoever sent an import and whoever had it go on are both behind what it says. */
export async function sayOfImport(
  transaction: Transaction,
  { importId, actor }: { readonly importId: string; readonly actor: string },
): Promise<RosterSay> {
  const { rows } = await transaction.query<{ id: string }>(
    `select distinct people.id from roster_imports
     cross join unnest(array[submitted_by, decided_by, $2]) as named (actor)
     join people on 'person:' || people.id::text = named.actor where roster_imports.id = $1`,
    [importId, actor],
  );
  return { senderIds: rows.map(({ id }) => id), admittedIds: [] };
}

const senders = '$1::uuid[]';
const admitted = '$2::uuid[]';
const isAdmitted = (relation: string, subject: string, gainer: string): string =>
  `exists (select 1 from held_relations held where held.relation = '${relation}' and held.subject_id = ${subject}
     and held.gainer_id = ${gainer} and held.proposal_id = any(${admitted}))`;
const hasPart = (person: string, part: string): string =>
  `exists (select 1 from authorization_people where person_id = ${person} and part = '${part}')`;
/** SQL: whether the row of `people` is somebody of the technology department or an operator. */
export const looksAfterTheRoster = (person: string): string =>
  `(${person}.technology <> '[]' or exists (select 1 from assigned_roles where person_id = ${person}.id
     and (assigned_roles.roles @> '[{"role": "operator"}]' or assigned_roles.roles @> '[{"role": "technology"}]')))`;

const values = ({ senderIds, admittedIds }: RosterSay): unknown[] => [senderIds, admittedIds];

export async function createHeld(transaction: Transaction): Promise<void> {
  await transaction.query(
    'create temp table held_now (relation text, subject_id uuid, gainer_id uuid, previous_id uuid) on commit drop',
  );
}

/**
 * Takes out of `guardians_today` the new guardians who would gain what is there already (C9): of a student with part in
 * an authorization, or named by a roster that they sent themselves. Whoever looks after the roster gains nobody by it
 * (C4), except by the district's first.
 */
export async function holdGuardians(transaction: Transaction, say: RosterSay): Promise<void> {
  await transaction.query(
    `insert into held_now select 'guardian', s.id, g.id, null
     from guardians_today t join people s on s.sourced_id = t.student join people g on g.sourced_id = t.guardian
     where not exists (select 1 from guardianships where student_sourced_id = t.student and guardian_sourced_id = t.guardian)
       and (${hasPart('s.id', 'student')} or g.id = any(${senders})
         or (exists (select 1 from roster_days) and ${looksAfterTheRoster('g')}))
       and not ${isAdmitted('guardian', 's.id', 'g.id')}`,
    values(say),
  );
  await transaction.query(
    `delete from guardians_today using held_now join people s on s.id = subject_id join people g on g.id = gainer_id
     where relation = 'guardian' and student = s.sourced_id and guardian = g.sourced_id`,
  );
}

/**
 * Who supervises whom as the roster or a person by hand says, but for a new supervisor who would gain copies that are
 * there already (C7). The one before loses them at once.
 */
export async function bringSupervisions(transaction: Transaction, say: RosterSay): Promise<void> {
  await transaction.query(
    `create temp table supervisions_today on commit drop as
     select p.id as staff, s.id as supervisor from people p
     left join hand_relations hand on hand.type = 'supervisor' and hand.person_sourced_id = p.sourced_id and hand.ended_at is null
     join people s on s.sourced_id = coalesce(hand.related_sourced_id, p.supervisor_sourced_id) and s.active
     where p.active`,
  );
  await transaction.query(
    `insert into held_now select 'supervisor', staff, supervisor, known.supervisor_id
     from supervisions_today left join supervisions known on known.staff_id = staff
     where known.supervisor_id is distinct from supervisor and (${hasPart('staff', 'staff')} or supervisor = any(${senders}))
       and not ${isAdmitted('supervisor', 'staff', 'supervisor')}`,
    values(say),
  );
  await transaction.query(
    `delete from supervisions_today using held_now where relation = 'supervisor' and staff = subject_id and supervisor = gainer_id`,
  );
  await transaction.query(
    'delete from supervisions where not exists (select 1 from supervisions_today where staff = staff_id)',
  );
  await transaction.query(
    `insert into supervisions (staff_id, supervisor_id)
     select staff, supervisor from supervisions_today left join supervisions known on known.staff_id = staff
     where known.supervisor_id is distinct from supervisor
     on conflict (staff_id) do update set supervisor_id = excluded.supervisor_id`,
  );
}

const buildingOf = (at: string): string => `${at}->>'buildingSourcedId'`;
/** Principals where the subject is, and administrators of the district: nobody of IT, and nobody who gains or sent it. */
const asked = `coalesce((select jsonb_agg(id) from (
    select c.id from people c join people subject on subject.id = subject_id
    where c.active and c.id not in (gainer_id, subject_id) and c.id <> all(${senders}) and not ${looksAfterTheRoster('c')}
      and (jsonb_path_exists(c.roles, '$[*] ? (@.role == "administrator" && !exists(@.buildingSourcedId))')
        or (c.roles @> '[{"role": "principal"}]' and exists (
          select 1 from jsonb_array_elements(c.roles) as held cross join jsonb_array_elements(subject.roles) as at
          where held->>'role' = 'principal' and ${buildingOf('held')} = ${buildingOf('at')})))
    order by c.sourced_id collate "C" limit 20) as found), '[]')`;
const tell = (name: string, proposal: string, more: string): string =>
  `'${name}', 'relation-proposal/' || ${proposal}, subject_id::text,
   jsonb_build_object('proposalId', ${proposal}, 'relation', relation, 'subjectId', subject_id, 'gainerId', gainer_id) || ${more}`;
const isHeldNow = (row: string): string =>
  `exists (select 1 from held_now now where (now.relation, now.subject_id, now.gainer_id) = (${row}.relation, ${row}.subject_id, ${row}.gainer_id))`;

/**
 * Proposes what is held for the first time and withdraws what the roster no longer says, into `proposal_changes`. What
 * somebody has rejected stays held for as long as the roster goes on saying it, and asks nobody again.
 */
export async function settleHeld(transaction: Transaction, say: RosterSay): Promise<void> {
  await transaction.query(
    'create temp table proposal_changes (name text, subject text, partition_key text, data jsonb) on commit drop',
  );
  await transaction.query(
    `insert into proposal_changes
     select ${tell('relation-rejected', 'proposal_id', `'{"by": null, "words": null}'`)} from held_relations held
     where not proposal_id = any($1::uuid[]) and not ${isHeldNow('held')}
       and exists (select 1 from relation_proposals asked where asked.proposal_id = held.proposal_id and status = 'awaits-confirmation')`,
    [say.admittedIds],
  );
  await transaction.query(`delete from held_relations held where not ${isHeldNow('held')}`);
  await transaction.query(
    `with held as (
       insert into held_relations (relation, subject_id, gainer_id, proposal_id)
       select relation, subject_id, gainer_id, uuidv7() from held_now on conflict do nothing returning *)
     insert into proposal_changes
     select ${tell(
       'relation-proposed',
       'proposal_id',
       `jsonb_build_object('previousSupervisorId', previous_id, 'senderIds', to_jsonb(${senders}), 'askedIds', ${asked})`,
     )} from held join held_now using (relation, subject_id, gainer_id) order by proposal_id`,
    [say.senderIds],
  );
}
