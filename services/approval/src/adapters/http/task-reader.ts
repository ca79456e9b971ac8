import { Inject, Injectable } from '@nestjs/common';
import type { PeopleReader, RequestWords, RequestWordsReader } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { isUuid, notFound, type Clock, type PersonCaller } from '@sightline/service-kit';
import { commentsOn } from '../../read-models/comments/comments.queries.js';
import { decisionWords } from '../../read-models/tasks/decision-words.js';
import type { StoredTask } from '../../read-models/tasks/task.row.js';
import { findTasks } from '../../read-models/tasks/tasks.queries.js';
import { CLOCK, DATABASE, PEOPLE, REQUEST_WORDS } from './approval-tokens.js';
import { taskResource, type TaskDetails } from './task.resource.js';

/** Reads tasks for a caller; what a list needs of people and words is read in one call each. */
@Injectable()
export class TaskReader {
  constructor(
    @Inject(DATABASE) private readonly database: Queryable,
    @Inject(PEOPLE) private readonly people: PeopleReader,
    @Inject(REQUEST_WORDS) private readonly words: RequestWordsReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem the same for a missing and for a forbidden task */
  async visible(caller: PersonCaller, id: string): Promise<StoredTask> {
    if (!isUuid(id)) throw notFound();
    const [row] = await findTasks(this.database, [id.toLowerCase()], caller.personId);
    if (!row) throw notFound();
    return row;
  }

  /** One task with everything that was written to ask and to answer. */
  async show(caller: PersonCaller, row: StoredTask): Promise<object> {
    const comments = await commentsOn(this.database, row.task_id);
    const details = await this.detailsFor(
      [row],
      true,
      comments.map(({ written_by }) => written_by),
    );
    const decision = row.words_id === null ? null : await decisionWords(this.database, row.words_id);
    return taskResource(row, details, caller.personId, { decision, comments });
  }

  /** @param drafts with what a decision about each could say, drafted from the request and the register */
  async showAll(
    caller: PersonCaller,
    rows: readonly StoredTask[],
    drafts: boolean,
  ): Promise<(row: StoredTask) => object> {
    const details = await this.detailsFor(rows, drafts, []);
    return (row) => taskResource(row, details, caller.personId, undefined);
  }

  private async detailsFor(
    rows: readonly StoredTask[],
    withWords: boolean,
    others: readonly string[],
  ): Promise<TaskDetails> {
    const ids = rows.flatMap((row) => [
      ...[row.requester_id, ...row.candidate_ids, ...row.delegated_by_ids],
      ...[row.decided_by, row.review_student_id, row.review_guardian_id].flatMap((id) => id ?? []),
    ]);
    const [people, words] = await Promise.all([
      this.people.people([...new Set([...ids, ...others])]),
      withWords
        ? this.words.requestWords([...new Set(rows.map(({ request_id }) => request_id))])
        : Promise.resolve<ReadonlyMap<string, RequestWords> | undefined>(undefined),
    ]);
    return { people, words, now: this.clock.now() };
  }
}
