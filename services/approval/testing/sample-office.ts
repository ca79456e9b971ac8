import { newId } from '@sightline/service-kit';
import type { UnplacedEvent } from '@sightline/service-kit/testing';
import type { StoredTask } from '../src/read-models/tasks/task.row.js';
import type { RunningApproval } from './running-approval.js';
import { guardiansChanged, personRegistered, requestSubmitted, supervisorChanged } from './sample-events.js';

/** A school and its people: Ann leads it, Cem and Dee are the technology department, Sue supervises the teacher. */
export const sampleOffice = () => {
  const [school, teacher, ann, cem, dee, sue, director, operator, mother, student] = Array.from({ length: 10 }, () =>
    newId(),
  ) as [...[string, string, string, string, string, string, string, string, string, string]];
  return {
    ...{ school, teacher, ann, cem, dee, sue, director, operator, mother, student },
    roster: [
      personRegistered(teacher, { role: 'teacher', buildingId: school }),
      personRegistered(ann, { role: 'principal', buildingId: school }),
      personRegistered(cem, { role: 'technology' }),
      personRegistered(dee, { role: 'technology' }),
      personRegistered(sue, { role: 'counselor', buildingId: school }),
      personRegistered(director, { role: 'administrator' }),
      personRegistered(operator, { role: 'operator' }),
      personRegistered(mother, { role: 'guardian' }),
      supervisorChanged(teacher, sue),
      guardiansChanged(student, [mother]),
    ],
    /** A request of the teacher for the student, under C3 unless said otherwise. */
    submission: (change: Partial<Parameters<typeof requestSubmitted>[0]> = {}): UnplacedEvent =>
      requestSubmitted({
        ...{ requesterId: teacher, studentIds: [student] },
        ...{ requesterBuildingIds: [school], studentBuildingIds: [school] },
        ...change,
      }),
  };
};

/** How specs ask about one request. */
export const matter = (approval: RunningApproval, requestId: string) => {
  const taskFor = async (caller: string, side?: string): Promise<StoredTask> => {
    const tasks = (await approval.tasksOf(caller)).filter(({ request_id }) => request_id === requestId);
    const found = tasks.find((task) => side === undefined || task.side === side);
    if (!found) throw new Error('this person has no such task');
    return found;
  };
  return {
    requestId,
    taskFor,
    hasTask: async (caller: string): Promise<boolean> =>
      (await approval.tasksOf(caller)).some(({ request_id, status }) => request_id === requestId && status === 'open'),
    act: async (caller: string, path: string, body: object = {}, side?: string) =>
      approval.post(caller, `${(await taskFor(caller, side)).task_id}/${path}`, body),
    /** What happened, without the beginning of the type. */
    facts: async (): Promise<string[]> =>
      (await approval.history())
        .filter(({ data }) => (data as { requestId?: string }).requestId === requestId)
        .map(({ type }) => type.replace('sightline.approval.', '').replace('.v1', '')),
    // Its shape is what a spec checks.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    data: async (type: string): Promise<any> =>
      (await approval.history()).findLast(
        (event) =>
          event.type === `sightline.approval.${type}.v1` &&
          (event.data as { requestId?: string }).requestId === requestId,
      )?.data,
  };
};
