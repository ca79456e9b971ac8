import type { EventEnvelope } from '@sightline/contracts';
import type { Transaction, UnitOfWork } from '@sightline/event-store';
import { newId } from '@sightline/service-kit';
import { coverageDecider, type Gap, type GuardianToTell, type OpenNotices } from '../domain/index.js';
import { lockStudents } from '../read-models/authorizations/authorizations.queries.js';
import { entitlementsOf, gapsOf, keptFrom, type Entitlements, type Entitling } from './entitlements.js';

/** Whose guardians are to hear of which authorization, and because of what. */
export interface Telling {
  readonly authorizationId: string;
  readonly caseId: string;
  readonly policyVersion: string;
  /** `change`: the students take no part any more, while the authorization goes on. */
  readonly occasion: OpenNotices['occasion'];
  readonly studentIds: readonly string[];
  /** True when the students take part at this moment. */
  readonly takePartNow: boolean;
  /** Who has had a notice of a colleague's authorization that this one joins. */
  readonly knowOfColleague?: ReadonlySet<string>;
  /** The event that made it so. */
  readonly cause: Pick<EventEnvelope, 'id' | 'traceparent'>;
}

/** Named only where there are several: a notice to any of them was one to this person. */
const recordsOf = (guardianId: string, { persons }: Entitlements): Pick<GuardianToTell, 'recordIds'> => {
  const recordIds = persons.get(guardianId)?.recordIds ?? [];
  return recordIds.length > 1 ? { recordIds } : {};
};

const commandFor = (telling: Telling, found: Entitlements): OpenNotices => {
  const { occasion, studentIds, takePartNow, knowOfColleague } = telling;
  const ends = occasion === 'end' || occasion === 'change';
  const children = new Map<string, string[]>();
  const gaps: Gap[] = [];
  for (const studentId of studentIds) {
    const entitlement = found.get(studentId)!;
    for (const guardianId of entitlement.entitled)
      children.set(guardianId, [...(children.get(guardianId) ?? []), studentId]);
    if (!ends) gaps.push(...gapsOf(studentId, entitlement));
  }
  return {
    command: 'openNotices',
    authorizationId: telling.authorizationId,
    occasion,
    guardians: [...children].map(([guardianId, of]) => ({
      noticeId: newId(),
      guardianId,
      studentIds: of,
      ...recordsOf(guardianId, found),
      ...((found.persons.get(guardianId)?.recordIds ?? [guardianId]).some((id) => knowOfColleague?.has(id))
        ? { knowsOfColleague: true }
        : {}),
    })),
    gaps,
    takePartNow,
    ending: ends
      ? { studentIds, kept: studentIds.flatMap((studentId) => keptFrom(studentId, found.get(studentId)!)) }
      : null,
  };
};

/** One command an authorization and occasion, from what is known at this moment; the same number of statements however many there are. @throws OwnerUnavailable */
export async function tellGuardians(
  transaction: Transaction,
  tellings: readonly Telling[],
  entitling: Entitling,
): Promise<UnitOfWork[]> {
  const studentIds = [...new Set(tellings.flatMap((telling) => telling.studentIds))];
  if (studentIds.length === 0) return [];
  await lockStudents(transaction, studentIds);
  const found = await entitlementsOf(transaction, studentIds, entitling);
  return tellings
    .filter((telling) => telling.studentIds.length > 0)
    .map((telling) => ({
      commands: [
        {
          subject: `coverage/${telling.authorizationId}`,
          decider: coverageDecider,
          command: commandFor(telling, found),
          expect: 'any',
          context: {
            correlationId: telling.caseId,
            causationId: telling.cause.id,
            actor: 'system:notification',
            policyVersion: telling.policyVersion,
            partitionKey: telling.caseId,
            time: entitling.clock.now(),
            ...(telling.cause.traceparent === undefined ? {} : { traceparent: telling.cause.traceparent }),
          },
        },
      ],
      answer: () => null,
    }));
}
