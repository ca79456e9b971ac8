import type {
  NoticesDelivered,
  NoticesReopened,
  NoticesUndeliverable,
  RosterImportCompleted,
} from '@sightline/contracts';
import type { Projection } from '@sightline/event-store';
import type { ForeignProjection } from '@sightline/service-kit';

type AddressEvent = (NoticesUndeliverable | NoticesReopened | NoticesDelivered) & { readonly time: string };

/** Without an import the roster may have changed too: how long until the next look. */
const lookAgainAfter = '1 day';

/** Notices that no address reached wait for another one in the roster; written with the event that says so (C6). */
export const awaitedAddressesProjection: Projection = {
  name: 'awaited_addresses',
  types: new Set<AddressEvent['type']>([
    'sightline.notification.notices-undeliverable.v1',
    'sightline.notification.notices-reopened.v1',
    'sightline.notification.notices-delivered.v1',
  ]),
  async apply(transaction, staged) {
    const waiting = new Map<string, object>();
    const reopened = new Set<string>();
    const forget = (noticeId: string): void => {
      waiting.delete(noticeId);
      reopened.add(noticeId);
    };
    for (const { type, data, time } of staged as unknown as readonly AddressEvent[])
      if (type === 'sightline.notification.notices-undeliverable.v1') {
        for (const { noticeId, guardianId, reason } of data.notices)
          if (reason !== 'not-entitled')
            waiting.set(noticeId, {
              ...{ notice_id: noticeId, authorization_id: data.authorizationId },
              ...{ guardian_id: guardianId, next_look_at: time },
            });
      } else if (type === 'sightline.notification.notices-delivered.v1') {
        // Whom a letter told needs no other address.
        if (data.channel === 'letter') for (const { noticeId } of data.deliveries) forget(noticeId);
      } else for (const { noticeId } of data.notices) forget(noticeId);
    if (reopened.size > 0)
      await transaction.query({
        name: 'awaited-addresses.reopened',
        text: 'delete from awaited_addresses where notice_id = any($1)',
        values: [[...reopened]],
      });
    if (waiting.size > 0)
      await transaction.query({
        name: 'awaited-addresses.wait',
        text: `insert into awaited_addresses (notice_id, authorization_id, guardian_id, next_look_at)
               select notice_id, authorization_id, guardian_id, next_look_at + interval '${lookAgainAfter}'
               from jsonb_populate_recordset(null::awaited_addresses, $1::jsonb) on conflict do nothing`,
        values: [JSON.stringify([...waiting.values()])],
      });
  },
};

/** After an import the roster may know another address: everything that waits is due for a look; follows the log of `directory`. */
export const rosterImportsProjection: ForeignProjection = {
  types: new Set<RosterImportCompleted['type']>(['sightline.directory.roster-import-completed.v1']),
  async apply(transaction) {
    await transaction.query({
      name: 'awaited-addresses.look-now',
      text: `update awaited_addresses set next_look_at = 'epoch'`,
    });
  },
};
