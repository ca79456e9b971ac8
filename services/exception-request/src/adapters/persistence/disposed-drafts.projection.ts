import type { Projection } from '@sightline/event-store';

const drafted = 'sightline.exception-request.request-drafted.v1';

/**
 * What a draft said goes with the draft: once it is replaced, thrown away or submitted, its words and their key are
 * destroyed in the same transaction. Only records that a draft's event named before this event are touched, so that a
 * rebuild does no harm.
 */
export const disposedDrafts: Projection = {
  name: 'disposed-drafts',
  types: new Set([
    drafted,
    'sightline.exception-request.request-draft-discarded.v1',
    'sightline.exception-request.request-not-required.v1',
    'sightline.exception-request.request-submitted.v1',
  ]),
  async apply(transaction, events) {
    const later = events.filter(({ subjectversion }) => subjectversion > 1);
    if (later.length === 0) return;
    await transaction.query({
      name: 'drafts.dispose',
      text: `update confidential set key = null, words = null, disposed_at = now.at
             from unnest($1::text[], $2::integer[], $3::timestamptz[]) as now (subject, version, at)
               join events on events.subject = now.subject and subject_version < now.version and type = '${drafted}'
             where record_id = (events.data->'words'->>'recordId')::uuid and disposed_at is null`,
      values: [
        later.map(({ subject }) => subject),
        later.map(({ subjectversion }) => subjectversion),
        later.map(({ time }) => time),
      ],
    });
  },
};
