import { Module, type DynamicModule } from '@nestjs/common';
import { policyBookOf, policyVersions } from '@sightline/policy';
import { relationsProjections } from '@sightline/relations';
import { CachedPeopleReader, ServiceRuntime, type ServiceContext } from '@sightline/service-kit';
import { ApprovalTasksController } from './adapters/http/approval-tasks.controller.js';
import { DATABASE, DECIDE_TASK, MOVE_TASK, PEOPLE, REQUEST_WORDS } from './adapters/http/approval-tokens.js';
import { findDeciders } from './adapters/persistence/find-deciders.js';
import { CreateApproval1764000000000 } from './adapters/persistence/migrations/1764000000000-create-approval.js';
import { relationParts } from './adapters/persistence/relation-parts.js';
import { DecideTaskHandler } from './application/decide-task.handler.js';
import { MoveTaskHandler } from './application/move-task.handler.js';
import { WhenRequestSubmitted } from './application/when-request-submitted.reaction.js';
import { WhenRequestWithdrawn } from './application/when-request-withdrawn.reaction.js';
import { tasksProjection } from './read-models/tasks/tasks.projection.js';
import { openRoundsOf } from './read-models/tasks/tasks.queries.js';

@Module({})
class ApprovalModule {}

/** Composition root of `approval`: rounds, their tasks and decisions. */
export async function createApprovalModule(context: ServiceContext) {
  const { clock } = context;
  const database = await context.openDatabase({ entities: [], migrations: [CreateApproval1764000000000] });
  const policies = policyBookOf(policyVersions);
  const runtime = new ServiceRuntime(context, database.pool, {
    projections: [tasksProjection],
    foreignProjections: relationsProjections(relationParts),
    reactions: [new WhenRequestSubmitted(findDeciders, clock, policies), new WhenRequestWithdrawn(openRoundsOf, clock)],
    logs: ['directory', 'exception-request'],
  });

  const module: DynamicModule = {
    module: ApprovalModule,
    controllers: [ApprovalTasksController],
    providers: [
      { provide: DATABASE, useValue: database.pool },
      { provide: PEOPLE, useValue: new CachedPeopleReader(context.people) },
      { provide: REQUEST_WORDS, useValue: context.requestWords },
      { provide: DECIDE_TASK, useValue: new DecideTaskHandler(runtime, clock, policies) },
      { provide: MOVE_TASK, useValue: new MoveTaskHandler(runtime, clock) },
    ],
  };
  return { module, runtime, close: () => database.close() };
}
