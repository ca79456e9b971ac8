import { sealWords, type UnitResult } from '@sightline/event-store';
import type { PolicyBook } from '@sightline/policy';
import { newId, type Clock, type ServiceRuntime } from '@sightline/service-kit';
import { requestDecider, type SaveDraft } from '../domain/index.js';
import { keptUnder, personContext, type AskedBy } from './person-context.js';
import type { RosterFacts } from './ports.js';

export interface DraftedRequest {
  readonly by: AskedBy;
  /** As it was sent, however unfinished. */
  readonly draft: object;
  /** An earlier draft that this one replaces; a new one when left out. */
  readonly requestId?: string;
}

/** Keeps a request for its author alone. Everything it says is sealed: a draft names nobody on the bus. */
export class SaveDraftHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly roster: RosterFacts,
    private readonly clock: Clock,
    private readonly today: () => string,
    private readonly policies: PolicyBook,
  ) {}

  async execute({ by, draft, requestId }: DraftedRequest): Promise<UnitResult<{ readonly id: string }>> {
    const { requester } = await this.roster.lookUp({
      ...{ requesterId: by.personId, students: [], group: undefined, districtFormId: undefined },
    });
    const id = requestId ?? newId();
    const subject = `request/${id}`;
    const policy = await this.policies.inForce(this.today());
    const sealed = sealWords(newId(), subject, { draft });
    const command: SaveDraft = {
      ...{ type: 'save-draft', requestId: id, by: by.personId, requester, policy },
      words: { recordId: sealed.record.recordId, commitment: sealed.commitment },
      expectedVersion: by.expectedVersion,
    };
    return this.runtime.execute({
      commands: [
        {
          subject,
          decider: requestDecider,
          command,
          expect: requestId === undefined ? 'new' : 'existing',
          context: personContext(id, by, policy.id, this.clock.now()),
        },
      ],
      words: [sealed.record],
      ...keptUnder(by),
      answer: () => ({ id }),
    });
  }
}
