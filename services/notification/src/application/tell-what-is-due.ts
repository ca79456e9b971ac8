import type { Transaction, UnitOfWork } from '@sightline/event-store';
import { dateInZone } from '@sightline/service-kit';
import { coverageDecider } from '../domain/index.js';
import {
  authorizationsOfStudents,
  lockStudents,
  participantsOfLiveAuthorizations,
  type StudentOfAuthorization,
} from '../read-models/authorizations/authorizations.queries.js';
import { studentsOfAge, type Entitling } from './entitlements.js';
import { textNumber } from './compose-text.js';
import { isMailAddress } from './mail-address.js';
import type { AddressesAwaited, DueOccasions } from './ports.js';
import { tellGuardians, type Telling } from './tell-guardians.js';

const claimSizeMax = 200;

/** One telling an authorization, of students who take part now. */
const tellingsOf = (students: readonly StudentOfAuthorization[], causeOf: (studentId: string) => string): Telling[] => {
  const tellings = new Map<string, Telling>();
  for (const { authorizationId, caseId, policyVersion, occasion, studentId, closedAt } of students) {
    if (closedAt !== null) continue;
    const key = `${authorizationId}/${occasion}`;
    const known = tellings.get(key);
    tellings.set(key, {
      ...{ authorizationId, caseId, policyVersion, occasion, takePartNow: true },
      studentIds: [...(known?.studentIds ?? []), studentId],
      cause: known?.cause ?? { id: causeOf(studentId) },
    });
  }
  return [...tellings.values()];
};

/** A restriction whose last day is over keeps nobody any more: who is free of it gets the notice (C6, C9). */
export const tellAfterLapse =
  (due: DueOccasions, entitling: Entitling) =>
  async (transaction: Transaction): Promise<{ units: readonly UnitOfWork[]; claimed: number }> => {
    const today = dateInZone(entitling.clock.now(), entitling.districtTimeZone);
    const lapsed = await due.claimLapsedRestrictions(transaction, today, claimSizeMax);
    if (lapsed.length === 0) return { units: [], claimed: 0 };
    const causes = new Map(lapsed.map(({ studentId, recordedBy }) => [studentId, recordedBy]));
    await lockStudents(transaction, [...causes.keys()]);
    const students = await authorizationsOfStudents(transaction, [...causes.keys()]);
    const tellings = tellingsOf(students, (studentId) => causes.get(studentId)!);
    return { units: await tellGuardians(transaction, tellings, entitling), claimed: lapsed.length };
  };

/** Once a day: whoever of the students came of age stands in the parents' place from now on and gets the notice (C6, C9). */
export const tellStudentsOfAge =
  (due: DueOccasions, entitling: Entitling) =>
  async (transaction: Transaction): Promise<{ units: readonly UnitOfWork[]; claimed: number }> => {
    const today = dateInZone(entitling.clock.now(), entitling.districtTimeZone);
    if (!(await due.claimDay(transaction, 'students-of-age', today))) return { units: [], claimed: 0 };
    const students = await participantsOfLiveAuthorizations(transaction);
    const adults = await studentsOfAge(entitling.people, [...new Set(students.map(({ studentId }) => studentId))]);
    const concerned = students.filter(({ studentId }) => adults.has(studentId));
    const caseOf = new Map(concerned.map(({ studentId, caseId }) => [studentId, caseId]));
    const tellings = tellingsOf(concerned, (studentId) => caseOf.get(studentId)!);
    return { units: await tellGuardians(transaction, tellings, entitling), claimed: 1 };
  };

/** A notice that no address reached waits again as soon as the roster names another one (C6). */
export const reopenWithAddress =
  (due: AddressesAwaited, { clock, people }: Entitling, textMessages: boolean) =>
  async (transaction: Transaction): Promise<{ units: readonly UnitOfWork[]; claimed: number }> => {
    const awaited = await due.claimAwaitedAddresses(transaction, clock.now(), claimSizeMax);
    if (awaited.length === 0) return { units: [], claimed: 0 };
    const known = await people.people([...new Set(awaited.map(({ guardianId }) => guardianId))]);
    const found = awaited.filter((notice) => {
      const { email, phone } = known.get(notice.guardianId) ?? {};
      const usable = [
        ...(email !== undefined && isMailAddress(email) ? [email] : []),
        ...(textMessages && phone !== undefined && textNumber(phone) !== undefined ? [phone] : []),
      ];
      return usable.some((address) => !notice.wasTried(address));
    });
    const noticesOf = Map.groupBy(found, ({ authorizationId }) => authorizationId);
    const units = [...noticesOf].map(([authorizationId, [first, ...others]]): UnitOfWork => ({
      commands: [
        {
          subject: `coverage/${authorizationId}`,
          decider: coverageDecider,
          command: {
            command: 'reopenNotices',
            authorizationId,
            noticeIds: [first!, ...others].map(({ noticeId }) => noticeId),
          },
          expect: 'existing',
          context: {
            correlationId: first!.caseId,
            causationId: first!.openedBy,
            actor: 'system:notification',
            policyVersion: first!.policyVersion,
            partitionKey: first!.caseId,
            time: clock.now(),
          },
        },
      ],
      answer: () => null,
    }));
    return { units, claimed: awaited.length };
  };
