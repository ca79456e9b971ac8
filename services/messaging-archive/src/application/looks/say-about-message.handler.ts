import { sealWords, type UnitResult } from '@sightline/event-store';
import { mayAccess, type PolicyBook, type Resource } from '@sightline/policy';
import { dateInZone, newId, type ServiceRuntime } from '@sightline/service-kit';
import { messageRecordDecider, type MessageRecordCommand } from '../../domain/index.js';
import { findVisibleMessages } from '../../read-models/messages/visible-messages.queries.js';
import { keptUnder, lengthOf, personContext, type AskedBy } from '../asked-by.js';
import { lookingCaller, type Looking } from './looking-caller.js';

type Distributed<Command> = Command extends unknown
  ? Omit<Command, 'messageId' | 'by' | 'mayAct' | 'words' | 'wordsLength' | 'now'>
  : never;
/** What is said, without who says it and in which words. */
export type Saying = Distributed<MessageRecordCommand>;

const resourceOf: Readonly<Record<Saying['type'], Resource>> = {
  dispute: 'message-dispute',
  contest: 'message-contest',
  'decide-contest': 'message-review',
  'review-attachment': 'message-review',
  hold: 'safety-hold',
  'release-hold': 'safety-hold',
};

/** Says something about an archived message, in words (C9). Undefined where the message is not open to the caller. */
export class SayAboutMessageHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly looking: Looking,
    private readonly policies: PolicyBook,
  ) {}

  async execute(
    by: AskedBy,
    messageId: string,
    saying: Saying,
    reason: string,
  ): Promise<UnitResult<{ readonly id: string }> | undefined> {
    const { database, clock, districtTimeZone } = this.looking;
    const viewer = await lookingCaller(this.looking, by.personId);
    const [row] = await findVisibleMessages(database, viewer, [messageId]);
    if (!row || !mayAccess('message', 'read', new Set(row.relations))) return undefined;
    const now = clock.now();
    const policy = await this.policies.inForce(dateInZone(now, districtTimeZone));
    const subject = `message/${messageId}`;
    const { record, commitment } = sealWords(newId(), subject, { reason });
    const command = {
      ...{ ...saying, messageId, by: by.personId, now: now.toISOString(), wordsLength: lengthOf(reason) },
      mayAct: mayAccess(resourceOf[saying.type], 'write', new Set(row.relations)),
      words: { recordId: record.recordId, commitment },
    } as MessageRecordCommand;
    const id = 'contestId' in saying ? saying.contestId : 'holdId' in saying ? saying.holdId : messageId;
    const context = personContext(row.case_id ?? messageId, by, policy.id, now);
    return this.runtime.execute({
      commands: [{ subject, decider: messageRecordDecider, command, expect: 'any', context }],
      words: [record],
      ...keptUnder(by),
      answer: () => ({ id }),
    });
  }
}
