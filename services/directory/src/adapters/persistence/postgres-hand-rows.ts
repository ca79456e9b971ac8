import type { Refusal } from '@sightline/decider';
import type { Transaction } from '@sightline/event-store';
import type { HandRelation, HandRows, Release, RestrictionByHand } from '../../application/change-by-hand.handler.js';
import { ActRefused } from '../../application/roster-acts.js';

const refused = (code: string, detail: string, remedy: string, field: string): ActRefused =>
  new ActRefused({ refused: code, detail, remedy, field } satisfies Refusal);

const requireRows = async (transaction: Transaction, text: string, values: unknown[], refusal: ActRefused) => {
  const { rowCount } = await transaction.query(text, values);
  if (!rowCount) throw refusal;
};

/** What people enter by hand stands in tables of its own, or beside what imports wrote: no import takes it away. */
export const handRows: HandRows = {
  async enter(transaction, id, relation, by, at) {
    await requireKnown(transaction, relation);
    const { type, person, related, language, place } = relation;
    await transaction.query(
      `update hand_relations set ended_by = $4, ended_at = $5 where ended_at is null and type = $1 and person_sourced_id = $2
         and (type <> 'contact' or related_sourced_id = $3)`,
      [type, person, related, by, at],
    );
    await transaction.query(
      `insert into hand_relations (id, type, person_sourced_id, related_sourced_id, language, place, entered_by, entered_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, type, person, related, language, place, by, at],
    );
  },

  end: (transaction, id, by, at) =>
    requireRows(
      transaction,
      'update hand_relations set ended_by = $2, ended_at = $3 where id = $1 and ended_at is null',
      [id, by, at],
      refused('already-ended', 'It has ended before.', 'Look at it again.', 'id'),
    ),

  /** Of one pair and document the stricter of what is known and what is entered; one that was released begins anew (C9). */
  async restrict(
    transaction,
    id,
    { student, guardian, kinds, from, until, reference, verifiedBy }: RestrictionByHand,
    by,
    at,
  ) {
    await transaction.query(
      `insert into restrictions as known (id, key, student_sourced_id, guardian_sourced_id, kinds, starts_on, ends_on, reference, verified_by,
         recorded_by, recorded_at)
       values ($1, concat_ws(E'\\n', $2::text, $3::text, $7::text), $2, $3, $4::jsonb, $5, $6, $7, $8, $9, $10)
       on conflict (key) do update set
         kinds = case when known.released_by is not null then excluded.kinds
           else (select jsonb_agg(distinct kind order by kind) from jsonb_array_elements_text(known.kinds || excluded.kinds) as kind) end,
         starts_on = case when known.released_by is not null then excluded.starts_on else least(known.starts_on, excluded.starts_on) end,
         ends_on = case when known.released_by is not null then excluded.ends_on
           when known.ends_on is null or excluded.ends_on is null then null else greatest(known.ends_on, excluded.ends_on) end,
         released_by = null, release_reference = null, released_on = null,
         verified_by = excluded.verified_by, recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at`,
      [id, student, guardian, JSON.stringify([...kinds].sort()), from, until, reference, verifiedBy, by, at],
    );
  },

  async release(transaction, { restrictionId, until, verifiedBy, document }: Release, at) {
    await transaction.query(
      `update restrictions set ends_on = $2, released_by = $3, release_reference = $4, released_on = $5 where id = $1`,
      [restrictionId, until, verifiedBy, document, at],
    );
  },
};

async function requireKnown(transaction: Transaction, { type, person, related }: HandRelation): Promise<void> {
  if (type === 'contact')
    await requireRows(
      transaction,
      'select 1 from guardian_links where guardian_sourced_id = $1 and student_sourced_id = $2',
      [person, related],
      refused('no-guardianship', 'This person is no guardian of this student.', 'Name one of the guardians.', 'person'),
    );
  if (type === 'supervisor' && person === related)
    throw refused('own-supervisor', 'Nobody supervises himself.', 'Name another person.', 'related');
}
