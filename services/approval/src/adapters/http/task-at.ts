import type { TaskAt } from '../../application/task-context.js';
import type { StoredTask } from '../../read-models/tasks/task.row.js';

/** Where the task's round and case are, and under which version of the policy it is decided. */
export const taskAt = (row: StoredTask): TaskAt => ({
  taskId: row.task_id,
  roundId: row.round_id,
  caseId: row.case_id,
  policyVersion: row.policy_version,
});
