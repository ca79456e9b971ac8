import type { EventEnvelope } from '@sightline/contracts';
import type { Transaction, UnitOfWork } from '@sightline/event-store';
import { guardiansOf, restrictionsInForce } from '@sightline/relations';
import { dateInZone, newId, type Clock } from '@sightline/service-kit';
import { coverageDecider, type Gap, type OpenNotices } from '../domain/index.js';
import { lockStudents } from '../read-models/authorizations/authorizations.queries.js';

export interface Calendar {
  readonly clock: Clock;
  /** IANA name; restrictions hold on dates of this zone. */
  readonly districtTimeZone: string;
}

/** Whose guardians are to hear of which authorization, and because of which event. */
export interface Telling {
  readonly authorizationId: string;
  readonly caseId: string;
  readonly policyVersion: string;
  readonly occasion: OpenNotices['occasion'];
  readonly studentIds: readonly string[];
  readonly cause: EventEnvelope;
}

/** Who may be told of a student at this moment, and who is kept from it by a restriction (C6, C9). */
interface Entitlement {
  readonly entitled: readonly string[];
  readonly restricted: readonly string[];
}

const entitlements = async (
  transaction: Transaction,
  studentIds: readonly string[],
  { clock, districtTimeZone }: Calendar,
): Promise<ReadonlyMap<string, Entitlement>> => {
  const today = dateInZone(clock.now(), districtTimeZone);
  const guardianships = await guardiansOf(transaction, studentIds);
  const restrictions = await restrictionsInForce(transaction, studentIds, today);
  const barred = new Set(
    restrictions
      .filter(({ kinds }) => kinds.includes('contact'))
      .map(({ studentId, guardianId }) => `${studentId}/${guardianId}`),
  );
  const found = new Map<string, { entitled: string[]; restricted: string[] }>(
    studentIds.map((studentId) => [studentId, { entitled: [], restricted: [] }]),
  );
  for (const { studentId, guardianId } of guardianships)
    found.get(studentId)![barred.has(`${studentId}/${guardianId}`) ? 'restricted' : 'entitled'].push(guardianId);
  return found;
};

const gapsOf = (studentId: string, { entitled, restricted }: Entitlement): Gap[] => [
  ...(entitled.length + restricted.length === 0
    ? [{ studentId, guardianId: null, reason: 'no-guardian' as const }]
    : []),
  ...restricted.map((guardianId) => ({ studentId, guardianId, reason: 'restricted' as const })),
];

const commandFor = (telling: Telling, found: ReadonlyMap<string, Entitlement>): OpenNotices => {
  const children = new Map<string, string[]>();
  const gaps: Gap[] = [];
  for (const studentId of telling.studentIds) {
    const entitlement = found.get(studentId)!;
    for (const guardianId of entitlement.entitled)
      children.set(guardianId, [...(children.get(guardianId) ?? []), studentId]);
    if (telling.occasion !== 'end') gaps.push(...gapsOf(studentId, entitlement));
  }
  return {
    command: 'openNotices',
    authorizationId: telling.authorizationId,
    occasion: telling.occasion,
    guardians: [...children].map(([guardianId, studentIds]) => ({ noticeId: newId(), guardianId, studentIds })),
    gaps,
  };
};

/** One command an authorization and occasion, from what is known at this moment; three statements however many there are. */
export async function tellGuardians(
  transaction: Transaction,
  tellings: readonly Telling[],
  calendar: Calendar,
): Promise<UnitOfWork[]> {
  const studentIds = [...new Set(tellings.flatMap((telling) => telling.studentIds))];
  if (studentIds.length === 0) return [];
  await lockStudents(transaction, studentIds);
  const found = await entitlements(transaction, studentIds, calendar);
  return tellings.map((telling) => ({
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
          time: calendar.clock.now(),
          ...(telling.cause.traceparent === undefined ? {} : { traceparent: telling.cause.traceparent }),
        },
      },
    ],
    answer: () => null,
  }));
}
