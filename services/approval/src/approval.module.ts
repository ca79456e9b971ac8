import { Module, type DynamicModule } from '@nestjs/common';
import type { PolicyVersion } from '@sightline/policy';
import { livePolicyBook, relationsProjections } from '@sightline/relations';
import { CachedPeopleReader, dateInZone, ServiceRuntime, type ServiceContext } from '@sightline/service-kit';
import { AbsencesController } from './adapters/http/absences.controller.js';
import { ApprovalTasksController } from './adapters/http/approval-tasks.controller.js';
import * as tokens from './adapters/http/approval-tokens.js';
import { Colleagues } from './adapters/http/colleagues.js';
import { TaskAnswersController } from './adapters/http/task-answers.controller.js';
import { TaskCommentsController } from './adapters/http/task-comments.controller.js';
import { TaskDecisionsController } from './adapters/http/task-decisions.controller.js';
import { TaskMovesController } from './adapters/http/task-moves.controller.js';
import { TaskReader } from './adapters/http/task-reader.js';
import { findDeciders } from './adapters/persistence/find-deciders.js';
import { findOpenings } from './adapters/persistence/find-openings.js';
import { findSaid } from './adapters/persistence/find-said.js';
import { CreateApproval1764000000000 } from './adapters/persistence/migrations/1764000000000-create-approval.js';
import { TasksInManyHands1764100000000 } from './adapters/persistence/migrations/1764100000000-tasks-in-many-hands.js';
import { FollowPolicyVersions1764200000000 } from './adapters/persistence/migrations/1764200000000-follow-policy-versions.js';
import { LinkPersons1764600000000 } from './adapters/persistence/migrations/1764600000000-link-persons.js';
import { everyRelationPart } from './adapters/persistence/relation-parts.js';
import { AbsenceHandler } from './application/absence.handler.js';
import { advanceDueRounds, followAbsences, type DueRounds } from './application/advance-due-rounds.js';
import { CommentTaskHandler } from './application/comment-task.handler.js';
import { DeadlinesWorker } from './application/deadlines.worker.js';
import { DecideTaskHandler } from './application/decide-task.handler.js';
import { DelegateTaskHandler } from './application/delegate-task.handler.js';
import { MoveTaskHandler } from './application/move-task.handler.js';
import { WhenRequestSubmitted } from './application/when-request-submitted.reaction.js';
import { WhenRequestWithdrawn } from './application/when-request-withdrawn.reaction.js';
import { WhenReviewClosed } from './application/when-review-closed.reaction.js';
import { WhenReviewRequested } from './application/when-review-requested.reaction.js';
import { WhenRosterChanged } from './application/when-roster-changed.reaction.js';
import { absencesProjection } from './read-models/absences/absences.projection.js';
import { absencesTurning, settleDay, settledOn } from './read-models/absences/absences.queries.js';
import { commentsProjection } from './read-models/comments/comments.projection.js';
import { tasksProjection } from './read-models/tasks/tasks.projection.js';
import * as tasks from './read-models/tasks/tasks.queries.js';

@Module({})
class ApprovalModule {}

const deadlinesPollMs = 500;

/** Composition root of `approval`: rounds, their tasks and decisions, and who is away. */
export async function createApprovalModule(context: ServiceContext) {
  const { clock, logger } = context;
  const database = await context.openDatabase({
    entities: [],
    migrations: [
      CreateApproval1764000000000,
      TasksInManyHands1764100000000,
      FollowPolicyVersions1764200000000,
      LinkPersons1764600000000,
    ],
  });
  const today = (): string => dateInZone(clock.now(), context.districtTimeZone);
  const policies = livePolicyBook(database.pool, clock, today);
  const policyToday = (): Promise<PolicyVersion> => policies.inForce(today());
  const atHand = { database: database.pool, findDeciders, findOpenings, clock, today, policies };
  const due: DueRounds = {
    ...atHand,
    execute: (unit) => runtime.execute(unit),
    findDue: tasks.dueRounds,
    findTurning: absencesTurning,
    findInReach: tasks.roundsInReachOf,
    ...{ settledOn, settleDay },
  };
  const worker = new DeadlinesWorker({
    advance: () => advanceDueRounds(due),
    followAbsences: () => followAbsences(due),
    today,
    onFailure: (error) => logger.error({ err: error }, 'deadlines were not looked at; they stay due'),
    pollMs: deadlinesPollMs,
  });
  const runtime: ServiceRuntime = new ServiceRuntime(context, database.pool, {
    projections: [tasksProjection, commentsProjection, absencesProjection],
    foreignProjections: relationsProjections(everyRelationPart),
    reactions: [
      new WhenRequestSubmitted(findDeciders, tasks.approvalsOf, clock, today, policies),
      new WhenRequestWithdrawn(tasks.openRoundsOf, clock),
      new WhenReviewRequested(findDeciders, clock, today, policies),
      new WhenReviewClosed(tasks.openRoundsAbout, clock),
      new WhenRosterChanged(tasks.roundsTouchedBy, atHand),
    ],
    logs: ['directory', 'exception-request'],
    workers: [worker],
  });
  const absences = {
    ...atHand,
    findInReach: tasks.roundsInReachOf,
    policyVersionToday: async () => (await policyToday()).id,
  };
  const decideTask = new DecideTaskHandler(runtime, clock, policies, (task) => findSaid(database.pool, task));

  const module: DynamicModule = {
    module: ApprovalModule,
    controllers: [
      ApprovalTasksController,
      TaskAnswersController,
      TaskDecisionsController,
      TaskMovesController,
      TaskCommentsController,
      AbsencesController,
    ],
    providers: [
      { provide: tokens.DATABASE, useValue: database.pool },
      { provide: tokens.PEOPLE, useValue: new CachedPeopleReader(context.people) },
      { provide: tokens.REQUEST_WORDS, useValue: context.requestWords },
      { provide: tokens.CLOCK, useValue: clock },
      { provide: tokens.POLICY_TODAY, useValue: policyToday },
      { provide: tokens.DECIDE_TASK, useValue: decideTask },
      { provide: tokens.MOVE_TASK, useValue: new MoveTaskHandler(runtime, clock) },
      { provide: tokens.DELEGATE_TASK, useValue: new DelegateTaskHandler(runtime, database.pool, atHand) },
      { provide: tokens.COMMENT_TASK, useValue: new CommentTaskHandler(runtime, clock, policies) },
      { provide: tokens.ABSENCES, useValue: new AbsenceHandler(runtime, absences) },
      TaskReader,
      Colleagues,
    ],
  };
  return { module, runtime, close: () => database.close() };
}
