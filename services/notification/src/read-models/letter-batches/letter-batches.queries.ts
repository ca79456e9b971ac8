import type { Queryable } from '@sightline/event-store';

/** A batch as it is listed. */
export interface ShownLetterBatch {
  readonly batchId: string;
  readonly building: { readonly id: string } | null;
  readonly day: string;
  readonly createdAt: Date;
  readonly printedAt: Date | null;
  readonly postedAt: Date | null;
  readonly postedOn: string | null;
  readonly letters: number;
  readonly handedOver: number;
}

export interface LetterBatchFilter {
  /** The buildings whose letters the caller deals with; null for all of them. */
  readonly buildingIds: readonly string[] | null;
  readonly status: 'waiting' | 'printed' | 'posted' | null;
  readonly batchId: string | null;
}

/** Newest first, after the one with id `before`. A batch that holds nothing any more is left out until it was posted. */
export async function listLetterBatches(
  database: Queryable,
  { buildingIds, status, batchId }: LetterBatchFilter,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<ShownLetterBatch[]> {
  const { rows } = await database.query<ShownLetterBatch>({
    name: 'letter-batches.list',
    text: `select batch_id as "batchId", day::text as day, created_at as "createdAt", letter_batches.printed_at as "printedAt",
             posted_at as "postedAt", posted_on::text as "postedOn", counted.letters, counted.handed_over as "handedOver",
             case when building_id is not null then jsonb_build_object('id', building_id) end as building
           from letter_batches, lateral (
             select count(*)::integer as letters, (count(*) filter (where handed_over))::integer as handed_over
             from letters where letters.batch_id = letter_batches.batch_id and letters.status in ('waiting', 'posted')
           ) as counted
           where ($1::uuid[] is null or building_id = any($1)) and ($3::uuid is null or batch_id = $3)
             and ($2::text is null or $2 = case when posted_at is not null then 'posted'
                                               when letter_batches.printed_at is not null then 'printed' else 'waiting' end)
             and (counted.letters > 0 or posted_at is not null) and ($4::uuid is null or batch_id < $4)
           order by batch_id desc limit $5`,
    values: [buildingIds, status, batchId, before, limit],
  });
  return rows;
}
