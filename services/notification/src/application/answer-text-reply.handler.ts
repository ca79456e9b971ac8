import { sealWords, type Queryable, type UnitOfWork, type UnitResult } from '@sightline/event-store';
import type { PolicyBook } from '@sightline/policy';
import { dateInZone, newId, type ServiceRuntime } from '@sightline/service-kit';
import { alertsDecider, textReplyDecider, type AnswerTextReply } from '../domain/index.js';
import { alertsWaitingAbout } from '../read-models/text-replies/text-replies.queries.js';
import type { Calendar } from './entitlements.js';

/** A person of the office notes what was answered; who has not been alerted yet is not alerted any more (C6). */
export class AnswerTextReplyHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly database: Queryable,
    private readonly calendar: Calendar,
    private readonly policies: PolicyBook,
  ) {}

  async answer(
    replyId: string,
    note: string,
    by: { readonly personId: string; readonly causationId: string; readonly idempotency?: UnitOfWork['idempotency'] },
  ): Promise<UnitResult<{ readonly replyId: string }>> {
    const { clock, districtTimeZone } = this.calendar;
    const now = clock.now();
    const subject = `text-reply/${replyId}`;
    const written = note.trim();
    const { record, commitment } = sealWords(newId(), subject, { note: written });
    const command: AnswerTextReply = {
      ...{ command: 'answerTextReply', replyId, by: by.personId, noteLength: [...written].length },
      words: { recordId: record.recordId, commitment },
    };
    const context = {
      ...{ correlationId: replyId, causationId: by.causationId, partitionKey: replyId },
      actor: `person:${by.personId}`,
      policyVersion: (await this.policies.inForce(dateInZone(now, districtTimeZone))).id,
      time: now,
    };
    const alertIds = await alertsWaitingAbout(this.database, replyId);
    const cancel = { command: 'cancelAlerts', alertIds };
    return this.runtime.execute({
      commands: [
        { subject, decider: textReplyDecider, command, expect: 'existing', context },
        { subject: `alert-set/${replyId}`, decider: alertsDecider, command: cancel, expect: 'any', context },
      ],
      words: [record],
      ...(by.idempotency === undefined ? {} : { idempotency: by.idempotency }),
      answer: () => ({ replyId }),
    });
  }
}
