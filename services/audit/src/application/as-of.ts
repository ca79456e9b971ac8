import type { EventEnvelope, EventOfType, SightlineEventType } from '@sightline/contracts';

/** What a case tells about who might write to whom, who could see it and who had been told. */
export const asOfTypes = [
  'sightline.exception-request.authorization-activated.v1',
  'sightline.exception-request.authorization-participants-changed.v1',
  'sightline.exception-request.authorization-ended.v1',
  'sightline.messaging-archive.access-granted.v1',
  'sightline.messaging-archive.access-grant-ended.v1',
  'sightline.notification.notices-opened.v1',
  'sightline.notification.notices-delivered.v1',
  'sightline.notification.notices-undeliverable.v1',
  'sightline.notification.coverage-gap-named.v1',
] as const satisfies readonly SightlineEventType[];

export interface AuthorizationAsOf {
  readonly authorizationId: string;
  readonly caseId: string;
  readonly staffId: string;
  readonly kind: string;
  readonly medium: string;
  /** Dates in the district's time zone, both inclusive. */
  readonly from: string;
  readonly until: string;
  /** `active`: that day lay within its dates and nothing had ended it. */
  readonly status: 'active' | 'not-yet' | 'over' | 'ended';
  readonly studentIds: readonly string[];
  /** Supervisors who could see the copies (C7). */
  readonly visibleTo: readonly string[];
  /** Guardians to whom a notice had been delivered by then, and since when (C6). */
  readonly told: readonly {
    readonly guardianId: string;
    readonly studentIds: readonly string[];
    readonly at: string;
  }[];
  /** Guardians whose notice was still on its way, or reached nobody. */
  readonly notTold: readonly { readonly guardianId: string; readonly studentIds: readonly string[] }[];
  readonly gaps: readonly { readonly studentId: string; readonly guardianId: string | null; readonly reason: string }[];
}

/**
 * One authorization as it stood at a moment, from the events of its case that had happened by then.
 * @param today the date of that moment in the district's time zone
 */
export function authorizationAsOf(
  activated: EventOfType<'sightline.exception-request.authorization-activated.v1'>,
  events: readonly EventEnvelope[],
  today: string,
): AuthorizationAsOf {
  const { authorizationId, staffId, kind, medium, from, until } = activated.data;
  const of = <Type extends SightlineEventType>(type: Type): EventOfType<Type>['data'][] =>
    events
      .filter((event) => event.type === type)
      .filter(({ data }) => (data as { authorizationId?: string }).authorizationId === authorizationId)
      .map(({ data }) => data as EventOfType<Type>['data']);
  const students = new Set(activated.data.studentIds);
  for (const { joined, left } of of('sightline.exception-request.authorization-participants-changed.v1')) {
    for (const id of joined) students.add(id);
    for (const id of left) students.delete(id);
  }
  const closed = new Set(of('sightline.messaging-archive.access-grant-ended.v1').map(({ grantId }) => grantId));
  const delivered = new Map(
    of('sightline.notification.notices-delivered.v1')
      .flatMap(({ deliveries }) => deliveries)
      .map(({ noticeId, at }) => [noticeId, at]),
  );
  const notices = of('sightline.notification.notices-opened.v1').flatMap((opened) => opened.notices);
  const ended = of('sightline.exception-request.authorization-ended.v1').length > 0;
  return {
    ...{ authorizationId, caseId: activated.correlationid, staffId, kind, medium, from, until },
    status: ended ? 'ended' : today < from ? 'not-yet' : today > until ? 'over' : 'active',
    studentIds: [...students].sort(),
    visibleTo: of('sightline.messaging-archive.access-granted.v1')
      .filter(({ grantId }) => !closed.has(grantId))
      .map(({ supervisorId }) => supervisorId),
    told: notices.flatMap(({ noticeId, guardianId, studentIds }) => {
      const at = delivered.get(noticeId);
      return at === undefined ? [] : [{ guardianId, studentIds, at }];
    }),
    notTold: notices
      .filter(({ noticeId }) => !delivered.has(noticeId))
      .map(({ guardianId, studentIds }) => ({ guardianId, studentIds })),
    gaps: of('sightline.notification.coverage-gap-named.v1').flatMap(({ gaps }) => gaps),
  };
}
