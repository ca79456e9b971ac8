import { sealWords, type Queryable, type StreamCommand } from '@sightline/event-store';
import type { PolicyBook } from '@sightline/policy';
import { dateInZone, newId, type ServiceRuntime } from '@sightline/service-kit';
import { alertsDecider, textReplyDecider, type OpenAlerts, type ReceiveTextReply } from '../domain/index.js';
import type { Calendar } from './entitlements.js';
import { buildingsOf, officeFor } from './office-for.js';

export interface ReceivedText {
  /** The carrier's id of the message. */
  readonly messageId: string;
  /** Who was written to at the sender's number; may be empty. */
  readonly personIds: readonly string[];
  readonly from: string;
  readonly text: string;
}

/** What a database can hold: no NUL, and no half of a character that the cut at the end left over. */
const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed().trim();

/** Keeps somebody's own words for the office, and tells the office that they are there, without them (C6). */
export class ReceiveTextReplyHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly database: Queryable,
    private readonly calendar: Calendar,
    private readonly policies: PolicyBook,
  ) {}

  async receive({ messageId, personIds, from, text }: ReceivedText): Promise<void> {
    const { clock, districtTimeZone } = this.calendar;
    const now = clock.now();
    const replyId = newId();
    const subject = `text-reply/${replyId}`;
    const buildingIds = await buildingsOf(this.database, personIds);
    const office = await officeFor(this.database, buildingIds);
    // Where the roster knows who wrote, the number is on file with it; nobody could answer a stranger without it.
    const sender = personIds.length === 0 ? { number: storable(from) } : {};
    const { record, commitment } = sealWords(newId(), subject, { text: storable(text), ...sender });
    const words = { recordId: record.recordId, commitment };
    const receive: ReceiveTextReply = { command: 'receiveTextReply', replyId, personIds, buildingIds, words };
    const alert: OpenAlerts = {
      ...{ command: 'openAlerts', kind: 'text-reply-received', occasionId: replyId },
      ...{ requestId: null, roundId: null, authorizationId: null, aboutPersonId: null, until: null },
      alerts: office.map((personId) => ({ alertId: newId(), personId, taskId: null })),
    };
    const context: StreamCommand['context'] = {
      ...{ correlationId: replyId, causationId: replyId, partitionKey: replyId, actor: 'system:notification' },
      policyVersion: (await this.policies.inForce(dateInZone(now, districtTimeZone))).id,
      time: now,
    };
    const result = await this.runtime.execute({
      commands: [
        { subject, decider: textReplyDecider, command: receive, expect: 'new', context },
        { subject: `alert-set/${replyId}`, decider: alertsDecider, command: alert, expect: 'new', context },
      ],
      words: [record],
      // What the carrier brings again meets the answer that is kept under its own id of the message.
      idempotency: { scope: 'carrier', key: messageId, bodyHash: '' },
      answer: () => null,
    });
    if (result.outcome === 'refused') throw new Error(`refused: ${result.refusal.refused}`);
  }
}
