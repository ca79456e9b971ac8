import type { JudgementStore } from '../../application/ports.js';
import { countJudgement, nextDue } from '../../domain/index.js';

export const postgresJudgements: JudgementStore = {
  async claim(transaction, types, now, { eventsAtATime, casesAtATime }) {
    const { rows: progress } = await transaction.query<{ sequence: number; head: number }>(
      `select conformance_progress.sequence::float8 as sequence, ledger_head.sequence::float8 as head
       from conformance_progress, ledger_head for update of conformance_progress skip locked`,
    );
    if (!progress[0]) return undefined;
    const { sequence, head } = progress[0];
    const size = Math.min(sequence + eventsAtATime, head);
    const { rows } = await transaction.query<{ id: string }>({
      text: `select distinct case_id as id from ledger where sequence > $1 and sequence <= $2 and type = any($3)
             union select case_id from (select case_id from conformance_next_looks where due < $4 order by due limit $5) as due`,
      values: [sequence, size, types, now, casesAtATime],
    });
    return rows.length === 0 && size === sequence ? undefined : { caseIds: rows.map(({ id }) => id), size };
  },

  async keep(transaction, judgements) {
    const caseIds = judgements.map(([caseId]) => caseId);
    const counts = judgements.flatMap(([caseId, judgement]) =>
      countJudgement(judgement).map((count) => ({ caseId, ...count })),
    );
    const looks = judgements.flatMap(([caseId, judgement]) => {
      const due = nextDue(judgement);
      return due === null ? [] : [{ caseId, due }];
    });
    await transaction.query({ text: 'delete from conformance_counts where case_id = any($1)', values: [caseIds] });
    await transaction.query({ text: 'delete from conformance_next_looks where case_id = any($1)', values: [caseIds] });
    await transaction.query({
      text: `insert into conformance_counts (case_id, name, clause, met, late, missing, waived, open, breaches)
             select * from jsonb_to_recordset($1::jsonb)
               as counts ("caseId" uuid, name text, clause text, met integer, late integer, missing integer, waived integer, open integer, breaches integer)`,
      values: [JSON.stringify(counts)],
    });
    await transaction.query({
      text: `insert into conformance_next_looks (case_id, due)
             select * from jsonb_to_recordset($1::jsonb) as looks ("caseId" uuid, due timestamptz)`,
      values: [JSON.stringify(looks)],
    });
  },

  async reached(transaction, size) {
    await transaction.query({ text: 'update conformance_progress set sequence = $1', values: [size] });
  },
};
