import type { StreamCommand, UnitOfWork } from '@sightline/event-store';
import { coverageDecider, type RecordDeliveries, type RecordUndeliverable } from '../domain/index.js';
import type { Settlement, WaitingNotice } from './ports.js';

interface NoticeResults {
  readonly deliveries: RecordDeliveries['deliveries'][number][];
  readonly undeliverable: RecordUndeliverable['notices'][number][];
}

/** Where the results of one batch are gathered: events by authorization, and what only the queue keeps. */
export class BatchResults {
  readonly settlements: Settlement[] = [];
  private readonly byAuthorization = new Map<string, { first: WaitingNotice; results: NoticeResults }>();

  delivered(notice: WaitingNotice, at: Date, restrictedStudentIds: readonly string[]): void {
    this.of(notice).deliveries.push({ noticeId: notice.noticeId, at: at.toISOString(), restrictedStudentIds });
  }

  undeliverable(
    notice: WaitingNotice,
    reason: RecordUndeliverable['notices'][number]['reason'],
    restrictedStudentIds: readonly string[],
  ): void {
    this.of(notice).undeliverable.push({ noticeId: notice.noticeId, reason, restrictedStudentIds });
  }

  /** One unit for the whole batch, one or two commands an authorization; undefined when no event is due. */
  unit(time: Date): UnitOfWork | undefined {
    const commands: StreamCommand[] = [...this.byAuthorization].flatMap(([authorizationId, { first, results }]) => {
      const command = (what: RecordDeliveries | RecordUndeliverable): StreamCommand => ({
        subject: `coverage/${authorizationId}`,
        decider: coverageDecider,
        command: what,
        expect: 'existing',
        context: {
          correlationId: first.caseId,
          causationId: first.openedBy,
          actor: 'system:notification',
          policyVersion: first.policyVersion,
          partitionKey: first.caseId,
          time,
        },
      });
      const { deliveries, undeliverable } = results;
      return [
        ...(deliveries.length > 0 ? [command({ command: 'recordDeliveries', authorizationId, deliveries })] : []),
        ...(undeliverable.length > 0
          ? [command({ command: 'recordUndeliverable', authorizationId, notices: undeliverable })]
          : []),
      ];
    });
    return commands.length === 0 ? undefined : { commands, answer: () => null };
  }

  private of(notice: WaitingNotice): NoticeResults {
    const known = this.byAuthorization.get(notice.authorizationId);
    if (known) return known.results;
    const results: NoticeResults = { deliveries: [], undeliverable: [] };
    this.byAuthorization.set(notice.authorizationId, { first: notice, results });
    return results;
  }
}
