import { together, type Queryable } from '@sightline/event-store';
import type { StoredTask } from './task.row.js';

export const taskSorts = ['dueAt', '-dueAt', 'createdAt', '-createdAt'] as const;
export type TaskSort = (typeof taskSorts)[number];

export interface TasksFilter {
  readonly callerId: string;
  readonly requestId?: string;
  readonly status?: string;
  readonly side?: string;
  readonly kind?: string;
  readonly about?: string;
  readonly purpose?: string;
  readonly medium?: string;
  readonly buildingId?: string;
  /** Tasks of these requesters only. */
  readonly requesterIds?: readonly string[];
  readonly assigned?: 'me' | 'pool' | 'others';
  /** Open and due before this moment. */
  readonly overdueAt?: Date;
  /** Not overdue at this moment. */
  readonly dueFrom?: Date;
  /** The `similar` of another task. */
  readonly similar?: string;
}

export interface TasksPage {
  readonly sort?: TaskSort;
  /** Moment and id of the last task shown. */
  readonly after?: readonly [string, string];
  readonly limit: number;
}

/** Conditions and their values; `$1` is the caller. */
class Conditions {
  readonly texts: string[] = [];
  readonly values: unknown[];

  constructor(callerId: string) {
    this.values = [callerId];
  }

  /** `?` stands for the value. */
  add(text: string, value: unknown): void {
    if (value === undefined) return;
    this.values.push(value);
    this.texts.push(text.replaceAll('?', `$${this.values.length}`));
  }

  get where(): string {
    return this.texts.length === 0 ? 'true' : this.texts.join(' and ');
  }
}

const conditionsOf = (filter: TasksFilter): Conditions => {
  const conditions = new Conditions(filter.callerId);
  conditions.add('tasks.request_id = ?', filter.requestId);
  conditions.add('tasks.status = ?', filter.status === 'open' ? undefined : filter.status);
  conditions.add('tasks.side = ?', filter.side);
  conditions.add('tasks.kind = ?', filter.kind);
  conditions.add('tasks.about = ?', filter.about);
  conditions.add('tasks.purpose = ?', filter.purpose);
  conditions.add('tasks.medium = ?', filter.medium);
  conditions.add('tasks.building_id = ?', filter.buildingId);
  conditions.add('tasks.requester_id = any(?)', filter.requesterIds);
  conditions.add('tasks.similar_key = ?', filter.similar);
  conditions.add(`(tasks.status = 'open' and tasks.due_at < ?)`, filter.overdueAt);
  conditions.add(`(tasks.status <> 'open' or tasks.due_at >= ?)`, filter.dueFrom);
  if (filter.assigned === 'me') conditions.texts.push('tasks.assignee_id = $1');
  if (filter.assigned === 'pool') conditions.texts.push('tasks.assignee_id is null');
  if (filter.assigned === 'others')
    conditions.texts.push('(tasks.assignee_id is not null and tasks.assignee_id <> $1)');
  return conditions;
};

const isAuditor = async (database: Queryable, personId: string): Promise<boolean> => {
  const { rows } = await database.query<{ found: boolean }>({
    name: 'tasks.is-auditor',
    text: `select exists (select 1 from roster_roles where person_id = $1 and role = 'auditor') as found`,
    values: [personId],
  });
  return rows[0]!.found;
};

/**
 * Where a caller's tasks are found: everywhere for an auditor, else among those that list the caller, which an index
 * keeps in order. There the tasks are looked up one by one as the index names them (`offset 0` keeps the planner from
 * joining first and sorting thousands for one page), and the list ends with the page.
 */
const sourceFor = (
  auditor: boolean,
  openOnly: boolean,
  where: string,
): { readonly from: string; readonly order: string } =>
  auditor
    ? {
        from: `tasks where $1::uuid is not null ${openOnly ? `and tasks.status = 'open'` : ''} and ${where}`,
        order: 'tasks',
      }
    : {
        from: `task_viewers cross join lateral (
                 select * from tasks where tasks.task_id = task_viewers.task_id and ${where} offset 0) as tasks
               where person_id = $1 ${openOnly ? 'and open' : ''}`,
        order: 'task_viewers',
      };

/** The tasks that the caller may decide, decided or audits; one more than `limit`. */
export async function listTasks(database: Queryable, filter: TasksFilter, page: TasksPage): Promise<StoredTask[]> {
  // Asked together: hardly anybody is an auditor, and nobody should wait for the answer twice.
  const [auditor, own] = await together(isAuditor(database, filter.callerId), tasksFrom(database, filter, page, false));
  return auditor ? tasksFrom(database, filter, page, true) : own;
}

async function tasksFrom(
  database: Queryable,
  filter: TasksFilter,
  { sort = 'dueAt', after, limit }: TasksPage,
  auditor: boolean,
): Promise<StoredTask[]> {
  const conditions = conditionsOf(filter);
  const { from, order } = sourceFor(auditor, filter.status === 'open', conditions.where);
  const column = `${order}.${sort.endsWith('dueAt') ? 'due_at' : 'created_at'}`;
  const descending = sort.startsWith('-');
  const beyond = after
    ? `and (${column}, ${order}.task_id) ${descending ? '<' : '>'} ($${conditions.values.push(after[0])}::timestamptz, $${conditions.values.push(after[1])}::uuid)`
    : '';
  const direction = descending ? 'desc' : 'asc';
  const { rows } = await database.query<StoredTask>({
    text: `select tasks.* from ${from} ${beyond}
           order by ${column} ${direction}, ${order}.task_id ${direction} limit $${conditions.values.push(limit + 1)}`,
    values: conditions.values,
  });
  return rows;
}

export interface TaskCounts {
  readonly open: number;
  readonly mine: number;
  readonly pool: number;
  readonly overdue: number;
  readonly requests: number;
  readonly reviews: number;
  /** The largest groups of tasks that can be decided alike, by the `similar` of their tasks. */
  readonly similar: readonly { readonly similar: string; readonly open: number }[];
}

type Counted = Omit<TaskCounts, 'similar'> & { readonly key: string | null };

const groupsMax = 100;

/** How many open tasks the caller may decide, or audits, under the same filter; counted in one pass. */
export async function countTasks(database: Queryable, filter: TasksFilter, now: Date): Promise<TaskCounts> {
  const conditions = conditionsOf(filter);
  const auditor = await isAuditor(database, filter.callerId);
  const from = auditor
    ? `tasks where $1::uuid is not null and tasks.status = 'open'`
    : 'task_viewers join tasks using (task_id) where person_id = $1 and open';
  const { rows } = await database.query<Counted>({
    text: `select tasks.similar_key as key, count(*)::integer as open,
                  (count(*) filter (where tasks.assignee_id = $1))::integer as mine,
                  (count(*) filter (where tasks.assignee_id is null))::integer as pool,
                  (count(*) filter (where tasks.due_at < $${conditions.values.push(now)}))::integer as overdue,
                  (count(*) filter (where tasks.about = 'request'))::integer as requests,
                  (count(*) filter (where tasks.about = 'review'))::integer as reviews
           from ${from} and ${conditions.where} group by tasks.similar_key`,
    values: conditions.values,
  });
  const sum = (name: keyof Omit<Counted, 'key'>): number => rows.reduce((total, row) => total + row[name], 0);
  return {
    ...{ open: sum('open'), mine: sum('mine'), pool: sum('pool'), overdue: sum('overdue') },
    ...{ requests: sum('requests'), reviews: sum('reviews') },
    similar: rows
      .flatMap(({ key, open }) => (key === null ? [] : [{ similar: key, open }]))
      .sort((left, right) => right.open - left.open || (left.similar < right.similar ? -1 : 1))
      .slice(0, groupsMax),
  };
}
