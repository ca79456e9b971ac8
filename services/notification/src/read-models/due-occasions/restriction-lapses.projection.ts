import type { RestrictionRecorded } from '@sightline/contracts';
import type { ForeignProjection } from '@sightline/service-kit';

/** The day after which a restriction holds no more, as a row that falls due; follows the log of `directory` (C6, C9). */
export const restrictionLapsesProjection: ForeignProjection = {
  types: new Set<RestrictionRecorded['type']>(['sightline.directory.restriction-recorded.v1']),
  async apply(transaction, events) {
    const latest = new Map(
      (events as readonly RestrictionRecorded[]).map((event) => [event.data.restrictionId, event]),
    );
    await transaction.query({
      name: 'restriction-lapses.remove',
      text: 'delete from restriction_lapses where restriction_id = any($1)',
      values: [[...latest.keys()]],
    });
    const ending = [...latest.values()].filter(({ data }) => data.until !== null);
    if (ending.length === 0) return;
    await transaction.query({
      name: 'restriction-lapses.write',
      text: `insert into restriction_lapses (restriction_id, recorded_by, student_id, due_on)
             select restriction_id, recorded_by, student_id, last_day + 1
             from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::date[])
               as lapsing (restriction_id, recorded_by, student_id, last_day)`,
      values: [
        ending.map(({ data }) => data.restrictionId),
        ending.map(({ id }) => id),
        ending.map(({ data }) => data.studentId),
        ending.map(({ data }) => data.until),
      ],
    });
  },
};
