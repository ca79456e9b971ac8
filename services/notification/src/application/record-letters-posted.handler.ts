import type { StreamCommand, UnitOfWork, UnitResult } from '@sightline/event-store';
import type { PolicyBook } from '@sightline/policy';
import { dateInZone, type ServiceRuntime } from '@sightline/service-kit';
import { coverageDecider, letterBatchDecider } from '../domain/index.js';
import type { Calendar } from './entitlements.js';
import type { LetterBatch, LetterInBatch } from './ports.js';

export interface LettersPosted {
  readonly batch: LetterBatch;
  readonly letters: readonly LetterInBatch[];
  /** Ids of notices whose letters were not given away: they go into the next batch. */
  readonly except: readonly string[];
  /** `YYYY-MM-DD` */
  readonly postedOn: string;
}

/** A person of the office states when a batch was posted: each of its notices counts as told by letter (C6). */
export class RecordLettersPostedHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly calendar: Calendar,
    private readonly policies: PolicyBook,
  ) {}

  async record(
    { batch, letters, except, postedOn }: LettersPosted,
    by: { readonly personId: string; readonly causationId: string; readonly idempotency?: UnitOfWork['idempotency'] },
  ): Promise<UnitResult<{ readonly batchId: string }>> {
    const { clock, districtTimeZone } = this.calendar;
    const { batchId, buildingId, printedAt } = batch;
    const now = clock.now();
    const today = dateInZone(now, districtTimeZone);
    const policyVersion = (await this.policies.inForce(today)).id;
    const left = new Set(except);
    const given = letters.filter(
      ({ status, printed, notice }) => status === 'waiting' && printed && !left.has(notice.noticeId),
    );
    // Proof is the day that the office names; the moment is known for today alone.
    const at = postedOn === today ? now.toISOString() : `${postedOn}T12:00:00.000Z`;
    const actor = `person:${by.personId}`;
    const common = { causationId: by.causationId, actor, time: now };
    const commands: StreamCommand[] = [
      {
        subject: `letter-batch/${batchId}`,
        decider: letterBatchDecider,
        command: {
          ...{ command: 'recordLettersPosted', batchId, buildingId, postedOn, today },
          printedOn: printedAt && dateInZone(printedAt, districtTimeZone),
          noticeIds: given.map(({ notice }) => notice.noticeId),
        },
        expect: 'any',
        context: { ...common, correlationId: batchId, partitionKey: batchId, policyVersion },
      },
      ...[...Map.groupBy(given, ({ notice }) => notice.authorizationId)].map(
        ([authorizationId, ofOne]): StreamCommand => ({
          subject: `coverage/${authorizationId}`,
          decider: coverageDecider,
          command: {
            ...{ command: 'recordDeliveries', authorizationId, channel: 'letter' },
            deliveries: ofOne.map(({ notice }) => ({ noticeId: notice.noticeId, at, restrictedStudentIds: [] })),
          },
          expect: 'existing',
          context: {
            ...common,
            correlationId: ofOne[0]!.notice.caseId,
            partitionKey: ofOne[0]!.notice.caseId,
            policyVersion: ofOne[0]!.notice.policyVersion,
          },
        }),
      ),
    ];
    const idempotency = by.idempotency === undefined ? {} : { idempotency: by.idempotency };
    return this.runtime.execute({ commands, ...idempotency, answer: () => ({ batchId }) });
  }
}
