import type { Taking } from './taking.js';

/** The last day of a summer, where no term says it. */
const summerEnds = `make_date(extract(year from $1::date)::int, 8, 31)`;
const unlisted = `active and not exists (select 1 from staged_classes s where s.id = sourced_id)`;

/**
 * A new school year's list lacks what goes on over the summer. In its import (`rollover`) an activity that the list no
 * longer names is carried: to its own last day when that is yet to come; to the end of August when it has none, or is named
 * a summer activity. It and its members stay until then, whatever later lists leave out, and so do the authorizations that
 * rest on them (C5). What a list names again, or takes back by name, is no longer carried.
 */
export async function carryActivities({ transaction, problems, read, today, rollover }: Taking): Promise<void> {
  const file = read.fileNames['classes.csv']!;
  await transaction.query(
    `update groups set carried_until = null from staged_classes s where s.id = sourced_id and carried_until is not null`,
  );
  if (rollover && read.told.groups === 'whole')
    await transaction.query(
      `update groups set carried_until = last from (
         select id, greatest(case when ends_on >= $1 then ends_on end,
           case when (ends_on is null or title ~* '\\m(summer|verano)\\M') and $1 <= ${summerEnds} then ${summerEnds} end) as last
         from groups where kind = 'activity' and ${unlisted}) as going_on
       where going_on.id = groups.id and last is not null`,
      [today],
    );
  else if (rollover)
    await problems.remark(
      file,
      `select null::int as line, null as "column", 'rollover-without-whole-list' as code, 'note' as severity,
         'This is no whole list of the new year’s classes, so that those of the old year stay.' as message`,
    );
  if (read.told.groups !== 'whole' && read.told.members !== 'whole') return;
  await transaction.query(
    `insert into held select part, sourced_id from groups cross join (values ('groups'), ('members')) as parts (part)
     where carried_until >= $1 and ${unlisted}`,
    [today],
  );
  if (read.told.groups !== 'whole') return;
  await problems.remark(
    file,
    `select null::int as line, null as "column", 'activity-carried' as code, 'note' as severity,
       format('%s (%s) is not in the list; it goes on with its members until %s.', title, sourced_id, carried_until) as message
     from groups where carried_until >= $2::date and ${unlisted} order by sourced_id collate "C"`,
    [today],
  );
}
