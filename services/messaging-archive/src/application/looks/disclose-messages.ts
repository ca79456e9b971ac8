import type { DisclosureAct, DisclosureBasis, MessagesDisclosed } from '@sightline/contracts';
import type { UnitOfWork } from '@sightline/event-store';
import type { PolicyBook } from '@sightline/policy';
import { dateInZone, newId, Problem, type Clock, type ServiceRuntime } from '@sightline/service-kit';
import { disclosureDecider, type Disclose } from '../../domain/index.js';
import type { Caller, MessageRow } from '../../read-models/messages/visible-messages.queries.js';
import { seenAsFamily } from './message-masking.js';

const messagesPerEventMax = 500;

const clauseOf: Readonly<Record<DisclosureBasis, MessagesDisclosed['data']['clause']>> = {
  'access-grant': 'C7',
  own: 'C7',
  guardianship: 'C9',
  'student-of-age': 'C9',
  demand: 'C10',
};

type Shown = Pick<MessageRow, 'message_id' | 'case_id' | 'relations' | 'student_ids'>;

/** On what the caller's look at a message rests. */
const basisOf = (caller: Caller, row: Shown): DisclosureBasis => {
  if (!seenAsFamily(row)) return row.relations.includes('supervisor-of-staff') ? 'access-grant' : 'own';
  const byOwnAge = caller.familyIds.includes(caller.personId) && row.student_ids.includes(caller.personId);
  return byOwnAge ? 'student-of-age' : 'guardianship';
};

/** Every look is kept, before it is one: what this could not commit is shown to nobody (C9). */
export class DiscloseMessages {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly clock: Clock,
    private readonly districtTimeZone: string,
    private readonly policies: PolicyBook,
  ) {}

  /** Resolves after the commit. @throws whatever kept it from being committed; then nothing may be shown */
  async disclose(caller: Caller, act: DisclosureAct, shown: readonly Shown[], causationId: string): Promise<void> {
    if (shown.length === 0) return;
    const now = this.clock.now();
    const policy = await this.policies.inForce(dateInZone(now, this.districtTimeZone));
    const byBasis = Map.groupBy(shown, (row) => basisOf(caller, row));
    const units = [...byBasis].flatMap(([basis, rows]) =>
      chunksOf(rows, messagesPerEventMax).map((chunk): UnitOfWork => {
        const disclosureId = newId();
        const cases = new Set(chunk.map(({ case_id }) => case_id));
        const caseId = (cases.size === 1 ? [...cases][0] : null) ?? disclosureId;
        const command: Disclose = {
          type: 'disclose',
          ...{ disclosureId, viewerId: caller.personId, basis, act, clause: clauseOf[basis] },
          messageIds: chunk.map(({ message_id }) => message_id),
        };
        const context = {
          ...{ correlationId: caseId, partitionKey: caseId, causationId, policyVersion: policy.id, time: now },
          actor: `person:${caller.personId}`,
        };
        return {
          commands: [
            { subject: `disclosure/${disclosureId}`, decider: disclosureDecider, command, context, expect: 'new' },
          ],
          answer: () => null,
        };
      }),
    );
    const results = await Promise.all(units.map((unit) => this.runtime.execute(unit)));
    if (results.some(({ outcome }) => outcome !== 'accepted')) throw notKept();
  }
}

const chunksOf = <Item>(items: readonly Item[], size: number): Item[][] => {
  const chunks: Item[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
};

const notKept = (): Problem =>
  new Problem({
    type: 'disclosure-not-kept',
    status: 503,
    title: 'Not possible at this moment',
    detail: 'That you look at this could not be kept, so nothing is shown. Try again.',
    clause: 'C9',
    retryAfterSeconds: 2,
  });
