import { eventually } from '@sightline/testing';
import type { ApiAnswer, ApiClient } from '../support/api-client.js';
import type { PreparedDistrict } from '../support/prepared-district.js';

/* eslint-disable @typescript-eslint/no-explicit-any */

const timeoutMs = 30_000;
const looksMax = 10;

/** An answer that the school year did not expect, with what was asked. */
export const expectStatus = (answer: ApiAnswer, status: number, what: string): any => {
  if (answer.status !== status) throw new Error(`${what} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};

type Outcome = 'approve' | 'deny' | 'return' | 'keep' | 'exclude-student';

const met = (words: string) => ({ met: true, words });
const findings = {
  necessaryOrBeneficial: met('On the way nothing else reaches them.'),
  districtFormUnavailable: met('The district form is down on these days.'),
  relatedToActivity: met('Only times and places of this group.'),
};

const decisionBody = (outcome: Outcome, kind: string): object => ({
  outcome,
  comment: outcome === 'approve' ? 'Agreed.' : 'Say which days and why the district form will not do.',
  ...(outcome === 'approve' && kind === 'personal-phone' ? { findings } : {}),
});

/** The people of the offices, who decide whatever waits for them. */
export class Office {
  constructor(private readonly district: Pick<PreparedDistrict, 'auditor' | 'as'>) {}

  /** Open tasks of the request, once there are any. */
  openTasks(requestId: string): Promise<any[]> {
    return eventually(
      () => this.district.auditor.all(`/api/v1/approval-tasks?request=${requestId}&status=open`),
      (tasks) => tasks.length > 0,
      { timeoutMs },
    );
  }

  /** One decision by the first of those asked who lawfully can. @returns who decided */
  async decide(task: any, outcome: Outcome): Promise<string> {
    let asked = task;
    const refusals: unknown[] = [];
    for (let looks = 0; looks < looksMax; looks += 1) {
      for (const { username } of asked.assignee ? [asked.assignee] : asked.pool.candidates) {
        const person = await this.district.as(username);
        const answer = await person.post(
          `/api/v1/approval-tasks/${task.id}/decision`,
          decisionBody(outcome, task.kind),
        );
        if (answer.status === 200) return username;
        refusals.push([username, answer.status, answer.body]);
      }
      // When somebody comes back or goes away, the task changes hands a moment later: whoever has it now is asked.
      await new Promise((resolve) => setTimeout(resolve, 500));
      asked = (await this.district.auditor.get(`/api/v1/approval-tasks/${task.id}`)).body;
    }
    throw new Error(`nobody could ${outcome} task ${task.id}: ${JSON.stringify(refusals)}`);
  }

  /** Approves task by task until the request is approved. @returns who approved */
  async approveAll(requester: ApiClient, requestId: string): Promise<string[]> {
    const approvers: string[] = [];
    for (const task of await this.openTasks(requestId)) approvers.push(await this.decide(task, 'approve'));
    await this.reaches(requester, requestId, 'approved');
    return approvers;
  }

  async reaches(requester: ApiClient, requestId: string, status: string): Promise<any> {
    const { body } = await eventually(
      () => requester.get(`/api/v1/exception-requests/${requestId}`),
      (answer) => answer.body.status === status,
      { timeoutMs },
    );
    return body;
  }
}
