import type { EventEnvelope, EventOfType, SightlineEventType } from '@sightline/contracts';

/** The events of one case, each once, in any order: a ledger takes a consequence before its cause when it arrives so. */
export class CaseFacts {
  private readonly byType = new Map<string, EventEnvelope[]>();

  constructor(readonly events: readonly EventEnvelope[]) {
    for (const event of events) {
      const same = this.byType.get(event.type);
      if (same) same.push(event);
      else this.byType.set(event.type, [event]);
    }
  }

  of<Type extends SightlineEventType>(type: Type): readonly EventOfType<Type>[] {
    return (this.byType.get(type) ?? []) as unknown as readonly EventOfType<Type>[];
  }
}
