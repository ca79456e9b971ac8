import { sealWords, type UnitResult } from '@sightline/event-store';
import type { PolicyBook } from '@sightline/policy';
import { dateInZone, newId, type ServiceRuntime } from '@sightline/service-kit';
import {
  recordsRequestDecider,
  recordsRulesOf,
  type AttestRecordsRequest,
  type FulfilRecordsRequest,
} from '../../domain/index.js';
import { inArchive, notOwn } from '../../read-models/records-requests/asked-for-in-archive.queries.js';
import type { RecordsRequestRow } from '../../read-models/records-requests/records-requests.projection.js';
import { keptUnder, lengthOf, personContext, type AskedBy } from '../asked-by.js';
import type { Looking } from '../looks/looking-caller.js';

export interface WrittenStatement {
  readonly statement: string;
  readonly withheld: readonly { readonly item: string; readonly reason: string }[];
}

/** C8: the member of staff hands over what was asked for and states in words that it is complete. */
export class AnswerRecordsRequestHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly looking: Looking,
    private readonly policies: PolicyBook,
  ) {}

  async fulfil(
    row: RecordsRequestRow,
    by: AskedBy,
    messageIds: readonly string[],
    importIds: readonly string[],
  ): Promise<UnitResult<null>> {
    const foreign = await notOwn(this.looking.database, row.staff_id, messageIds, importIds);
    const command: FulfilRecordsRequest = { type: 'fulfil', by: by.personId, importIds, messageIds, foreign };
    return this.execute(row, by, command);
  }

  async attest(
    row: RecordsRequestRow,
    by: AskedBy,
    { statement, withheld }: WrittenStatement,
  ): Promise<UnitResult<null>> {
    const { database, clock, districtTimeZone } = this.looking;
    const now = clock.now();
    const today = dateInZone(now, districtTimeZone);
    const policy = await this.policies.inForce(today);
    const sealed = sealWords(newId(), `records-request/${row.records_request_id}`, { statement, withheld });
    const asked = {
      ...{ staffId: row.staff_id, studentIds: row.student_ids, from: row.from_on, until: row.until_on },
      timeZone: districtTimeZone,
    };
    const counted = await inArchive(database, asked, { handedOver: [], now, forFamily: false });
    const command: AttestRecordsRequest = {
      ...{ type: 'attest', by: by.personId, wordsLength: lengthOf(statement), today },
      words: { recordId: sealed.record.recordId, commitment: sealed.commitment },
      withheld: withheld.map(({ item, reason }) => ({ itemLength: lengthOf(item), reasonLength: lengthOf(reason) })),
      ...{ inArchive: counted.inArchive, rules: recordsRulesOf(policy.settings) },
    };
    return this.execute(row, by, command, sealed.record);
  }

  private async execute(
    { records_request_id: id, policy_version }: RecordsRequestRow,
    by: AskedBy,
    command: FulfilRecordsRequest | AttestRecordsRequest,
    words?: ReturnType<typeof sealWords>['record'],
  ): Promise<UnitResult<null>> {
    const context = personContext(id, by, policy_version, this.looking.clock.now());
    return this.runtime.execute({
      commands: [
        { subject: `records-request/${id}`, decider: recordsRequestDecider, command, expect: 'existing', context },
      ],
      ...(words ? { words: [words] } : {}),
      ...keptUnder(by),
      answer: () => null,
    });
  }
}
