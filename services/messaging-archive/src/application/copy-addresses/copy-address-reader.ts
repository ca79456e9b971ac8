import type { CopyAddressReader } from '@sightline/contracts';
import type { Queryable } from '@sightline/event-store';
import { currentCopyAddresses } from '../../read-models/copy-addresses/copy-addresses.projection.js';
import type { CopyAddressNames } from './copy-address-names.js';

/** The copy addresses in use, for whoever shows them at the moment of use; never on the bus (C7). */
export const copyAddressReader = (database: Queryable, names: CopyAddressNames): CopyAddressReader => ({
  async copyAddresses(authorizationIds) {
    const rows = authorizationIds.length === 0 ? [] : await currentCopyAddresses(database, authorizationIds);
    const shown = await Promise.all(
      rows
        .filter(({ ended }) => !ended)
        .map(async ({ authorizationId, copyAddressId }) => ({
          authorizationId,
          copyAddressId,
          address: await names.addressOf(copyAddressId),
        })),
    );
    return new Map(shown.map((each) => [each.authorizationId, each]));
  },
});
