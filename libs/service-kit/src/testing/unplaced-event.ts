import type { EventEnvelope, EventOfType, SightlineEventType } from '@sightline/contracts';
import { newId } from '../ids.js';

/** An event without its place in a log: the bus of a spec gives it one. */
export type UnplacedEvent = Omit<EventEnvelope, 'epoch' | 'position'>;

export const defaultTime = '2026-09-14T12:00:00.000Z';

/** An event as its service would publish it, with a case of its own unless one is given. */
export const unplacedEvent = <Type extends SightlineEventType>(
  type: Type,
  subject: string,
  data: EventOfType<Type>['data'],
  { caseId = newId(), time = defaultTime }: { readonly caseId?: string; readonly time?: string } = {},
): UnplacedEvent => {
  const log = type.split('.')[1]!;
  return {
    specversion: '1.0',
    id: newId(),
    source: `/sightline/${log}`,
    type,
    subject,
    time,
    datacontenttype: 'application/json',
    data,
    correlationid: caseId,
    causationid: 'spec',
    actor: 'system:spec',
    policyversion: 'p4650-2017-03',
    partitionkey: caseId,
    log,
    subjectversion: 1,
  };
};
