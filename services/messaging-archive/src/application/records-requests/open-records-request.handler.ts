import type { RecordsRequestOrigin } from '@sightline/contracts';
import { sealWords, type UnitResult } from '@sightline/event-store';
import type { PolicyBook } from '@sightline/policy';
import { findPeople, supervisorsOf } from '@sightline/relations';
import { dateInZone, newId, type ServiceRuntime } from '@sightline/service-kit';
import { recordsRequestDecider, recordsRulesOf, type OpenRecordsRequest } from '../../domain/index.js';
import { earlierRequests } from '../../read-models/records-requests/records-requests.queries.js';
import { keptUnder, lengthOf, personContext, type AskedBy } from '../asked-by.js';
import { lookingCaller, type Looking } from '../looks/looking-caller.js';

export interface WrittenRecordsRequest {
  readonly by: AskedBy;
  /** Ids or sourcedIds. */
  readonly person: string;
  readonly students: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly reason: string | undefined;
}

const yearMs = 365 * 86_400_000;
const nobody = '00000000-0000-0000-0000-000000000000';

/** C8: the supervisor asks for communication with students; C9: a guardian for what the archive lacks about the own child. */
export class OpenRecordsRequestHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly looking: Looking,
    private readonly policies: PolicyBook,
  ) {}

  async execute(written: WrittenRecordsRequest): Promise<UnitResult<{ readonly id: string }>> {
    const { by, from, until, reason } = written;
    const { database, clock, districtTimeZone } = this.looking;
    const now = clock.now();
    const today = dateInZone(now, districtTimeZone);
    const policy = await this.policies.inForce(today);
    const people = await findPeople(database, [written.person, ...written.students]);
    const named = (name: string) =>
      people.find(({ personId, sourcedId }) => personId === name.toLowerCase() || sourcedId === name);
    const staff = named(written.person);
    const staffId = staff?.personId ?? nobody;
    const students = written.students.map(named);
    const studentIds = students.map((student) => student?.personId ?? nobody);
    const supervisorId = (await supervisorsOf(database, [staffId])).get(staffId) ?? null;
    const { familyIds } = await lookingCaller(this.looking, by.personId);
    const everyStudentKnown = students.every((student) => student?.roles.some(({ role }) => role === 'student'));
    const origin: RecordsRequestOrigin | null = !everyStudentKnown
      ? null
      : supervisorId === by.personId
        ? 'supervisor'
        : studentIds.every((id) => familyIds.includes(id)) && studentIds.length > 0
          ? 'guardian'
          : null;
    const recordsRequestId = newId();
    const subject = `records-request/${recordsRequestId}`;
    const sealed = reason === undefined ? null : sealWords(newId(), subject, { reason });
    const command: OpenRecordsRequest = {
      ...{ type: 'open', recordsRequestId, askedById: by.personId, origin, staffId, supervisorId, studentIds },
      isStaff: staff?.roles.some(({ role }) => policy.settings.staffRoles.includes(role)) ?? false,
      ...{ from, until, today, rules: recordsRulesOf(policy.settings) },
      earlierRequests: await earlierRequests(database, by.personId, staffId, new Date(now.getTime() - yearMs)),
      words: sealed && { recordId: sealed.record.recordId, commitment: sealed.commitment },
      wordsLength: lengthOf(reason ?? ''),
    };
    const context = personContext(recordsRequestId, by, policy.id, now);
    return this.runtime.execute({
      commands: [{ subject, decider: recordsRequestDecider, command, expect: 'new', context }],
      ...(sealed ? { words: [sealed.record] } : {}),
      ...keptUnder(by),
      answer: () => ({ id: recordsRequestId }),
    });
  }
}
