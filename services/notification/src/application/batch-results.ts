import type { NoticeChannel } from '@sightline/contracts';
import type { StreamCommand, UnitOfWork } from '@sightline/event-store';
import {
  alertsDecider,
  coverageDecider,
  type AlertsCommand,
  type ChannelFailure,
  type CoverageCommand,
  type RecordChannelFailures,
  type RecordDeliveries,
  type RecordUndeliverable,
  type RecordUndeliverableAlerts,
} from '../domain/index.js';
import type { Settlement, WaitingAlert, WaitingNotice } from './ports.js';

/** What an event about a notice needs to know of it. */
export type NoticeInStream = Pick<
  WaitingNotice,
  'noticeId' | 'authorizationId' | 'caseId' | 'policyVersion' | 'openedBy'
>;

interface NoticeResults {
  readonly deliveries: RecordDeliveries['deliveries'][number][];
  readonly undeliverable: RecordUndeliverable['notices'][number][];
  readonly channelFailures: RecordChannelFailures['failures'][number][];
}
interface AlertResults {
  readonly deliveries: { readonly alertId: string; readonly at: string }[];
  readonly undeliverable: RecordUndeliverableAlerts['alerts'][number][];
  readonly cancelled: string[];
}

/** Results of one stream, and what its events follow from. */
interface Gathered<Waiting, Results> {
  readonly first: Waiting;
  readonly results: Results;
}

/** Where the results of one batch are gathered: events by authorization and by set of alerts, and what only the queue keeps. */
export class BatchResults {
  readonly settlements: Settlement[] = [];
  /** Addresses that were tried in vain, so that a new one can be told from them. */
  readonly tried: { readonly noticeId: string; readonly addresses: readonly string[] }[] = [];
  /** Who was written to at which number, so that a STOP from there is understood. */
  readonly texted: { readonly personId: string; readonly number: string }[] = [];
  /** Notices that went in the mail of another one. */
  readonly companions: { readonly deliveryId: string; readonly sentAs: string }[] = [];
  private readonly notices = new Map<string, Gathered<NoticeInStream, NoticeResults>>();
  private readonly alerts = new Map<string, Gathered<WaitingAlert, AlertResults>>();

  constructor(private readonly channel: NoticeChannel) {}

  delivered(notice: NoticeInStream, at: Date, restrictedStudentIds: readonly string[]): void {
    this.ofNotice(notice).deliveries.push({ noticeId: notice.noticeId, at: at.toISOString(), restrictedStudentIds });
  }

  undeliverable(
    notice: NoticeInStream,
    reason: RecordUndeliverable['notices'][number]['reason'],
    restrictedStudentIds: readonly string[],
  ): void {
    this.ofNotice(notice).undeliverable.push({ noticeId: notice.noticeId, reason, restrictedStudentIds });
  }

  /** This channel did not reach; another one is tried. */
  channelFailed(notice: NoticeInStream, reason: ChannelFailure): void {
    this.ofNotice(notice).channelFailures.push({ noticeId: notice.noticeId, reason });
  }

  alertDelivered(alert: WaitingAlert, at: Date): void {
    this.ofAlert(alert).deliveries.push({ alertId: alert.alertId, at: at.toISOString() });
  }

  alertUndeliverable(alert: WaitingAlert, reason: RecordUndeliverableAlerts['alerts'][number]['reason']): void {
    this.ofAlert(alert).undeliverable.push({ alertId: alert.alertId, reason });
  }

  alertCancelled(alert: WaitingAlert): void {
    this.ofAlert(alert).cancelled.push(alert.alertId);
  }

  /** One unit for the whole batch, a few commands a stream; undefined when no event is due. */
  unit(time: Date): UnitOfWork | undefined {
    const contextOf = (first: NoticeInStream | WaitingAlert): StreamCommand['context'] => ({
      correlationId: first.caseId,
      causationId: first.openedBy,
      actor: 'system:notification',
      policyVersion: first.policyVersion,
      partitionKey: first.caseId,
      time,
    });
    const commands: StreamCommand[] = [
      ...[...this.notices].flatMap(([authorizationId, { first, results }]) =>
        this.noticeCommands(authorizationId, results).map((command): StreamCommand => ({
          subject: `coverage/${authorizationId}`,
          decider: coverageDecider,
          command,
          expect: 'existing',
          context: contextOf(first),
        })),
      ),
      ...[...this.alerts].flatMap(([setId, { first, results }]) =>
        alertCommands(results).map((command): StreamCommand => ({
          subject: `alert-set/${setId}`,
          decider: alertsDecider,
          command,
          expect: 'existing',
          context: contextOf(first),
        })),
      ),
    ];
    return commands.length === 0 ? undefined : { commands, answer: () => null };
  }

  private noticeCommands(authorizationId: string, results: NoticeResults): CoverageCommand[] {
    const { channel } = this;
    const { deliveries, undeliverable, channelFailures } = results;
    return [
      ...(channelFailures.length > 0
        ? [{ command: 'recordChannelFailures' as const, authorizationId, channel, failures: channelFailures }]
        : []),
      ...(deliveries.length > 0
        ? [{ command: 'recordDeliveries' as const, authorizationId, channel, deliveries }]
        : []),
      ...(undeliverable.length > 0
        ? [{ command: 'recordUndeliverable' as const, authorizationId, notices: undeliverable }]
        : []),
    ];
  }

  private ofNotice(notice: NoticeInStream): NoticeResults {
    const known = this.notices.get(notice.authorizationId);
    if (known) return known.results;
    const results: NoticeResults = { deliveries: [], undeliverable: [], channelFailures: [] };
    this.notices.set(notice.authorizationId, { first: notice, results });
    return results;
  }

  private ofAlert(alert: WaitingAlert): AlertResults {
    const known = this.alerts.get(alert.setId);
    if (known) return known.results;
    const results: AlertResults = { deliveries: [], undeliverable: [], cancelled: [] };
    this.alerts.set(alert.setId, { first: alert, results });
    return results;
  }
}

const alertCommands = ({ deliveries, undeliverable, cancelled }: AlertResults): AlertsCommand[] => [
  ...(deliveries.length > 0 ? [{ command: 'recordAlertDeliveries' as const, deliveries }] : []),
  ...(undeliverable.length > 0 ? [{ command: 'recordUndeliverableAlerts' as const, alerts: undeliverable }] : []),
  ...(cancelled.length > 0 ? [{ command: 'cancelAlerts' as const, alertIds: cancelled }] : []),
];
