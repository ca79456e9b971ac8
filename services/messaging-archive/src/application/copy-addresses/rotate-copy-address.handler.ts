import type { Queryable, UnitResult } from '@sightline/event-store';
import { newId, type Clock, type ServiceRuntime } from '@sightline/service-kit';
import { copyAddressDecider, type CopyAddressCommand } from '../../domain/index.js';
import { copyAddress, type CopyAddressRow } from '../../read-models/copy-addresses/copy-addresses.projection.js';
import { keptUnder, personContext, type AskedBy } from '../asked-by.js';

/** C7: a copy address that others have come to know is replaced; what comes to the old one is kept apart. */
export class RotateCopyAddressHandler {
  constructor(
    private readonly runtime: Pick<ServiceRuntime, 'execute'>,
    private readonly database: Queryable,
    private readonly clock: Clock,
  ) {}

  find(copyAddressId: string): Promise<CopyAddressRow | undefined> {
    return copyAddress(this.database, copyAddressId);
  }

  execute(row: CopyAddressRow, by: AskedBy): Promise<UnitResult<{ copyAddressId: string }>> {
    const { authorizationId, copyAddressId, staffId, ended, caseId, policyVersion } = row;
    const nextId = newId();
    const command: CopyAddressCommand = { type: 'rotate', copyAddressId, by: by.personId, staffId, ended, nextId };
    return this.runtime.execute({
      commands: [
        {
          subject: `copy-address/${authorizationId}`,
          decider: copyAddressDecider,
          command,
          expect: 'existing',
          context: personContext(caseId, by, policyVersion, this.clock.now()),
        },
      ],
      ...keptUnder(by),
      answer: () => ({ copyAddressId: nextId }),
    });
  }
}
