import type {
  NoticeChange,
  NoticeChannelFailed,
  NoticeOccasion,
  NoticesDelivered,
  NoticesOpened,
  NoticesReopened,
  NoticesUndeliverable,
} from '@sightline/contracts';
import { rowProjection, type Projection, type StagedEvent } from '@sightline/event-store';

/** One notice to one guardian. */
export interface NoticeRow {
  readonly notice_id: string;
  readonly authorization_id: string;
  readonly case_id: string;
  /** Id of the event that opened it. */
  readonly opened_by: string;
  readonly guardian_id: string;
  readonly student_ids: readonly string[];
  readonly occasion: NoticeOccasion;
  readonly change: NoticeChange | null;
  readonly status: 'pending' | 'delivered' | 'undeliverable';
  readonly channel: string | null;
  readonly failure: string | null;
  readonly created_at: string;
  readonly delivered_at: string | null;
  readonly failed_at: string | null;
}

type Staged<Event extends { type: string; data: object }> = Event extends { type: infer Type; data: infer Data }
  ? Omit<StagedEvent, 'type' | 'data'> & { readonly type: Type; readonly data: Data }
  : never;
type NoticeEvent = Staged<
  NoticesOpened | NoticesDelivered | NoticesUndeliverable | NoticesReopened | NoticeChannelFailed
>;

/** Pure: the notice after the event. */
const evolveNotice = (row: NoticeRow | undefined, event: NoticeEvent, noticeId: string): NoticeRow | null => {
  switch (event.type) {
    case 'sightline.notification.notices-opened.v1': {
      const { authorizationId, occasion, change, notices } = event.data;
      const notice = notices.find((each) => each.noticeId === noticeId)!;
      return {
        notice_id: noticeId,
        authorization_id: authorizationId,
        case_id: event.correlationid,
        opened_by: event.id,
        guardian_id: notice.guardianId,
        student_ids: notice.studentIds,
        occasion,
        change: change ?? null,
        status: 'pending',
        channel: null,
        failure: null,
        created_at: event.time,
        delivered_at: null,
        failed_at: null,
      };
    }
    case 'sightline.notification.notices-delivered.v1': {
      const delivery = event.data.deliveries.find((each) => each.noticeId === noticeId)!;
      return row
        ? {
            ...row,
            status: 'delivered',
            channel: event.data.channel,
            delivered_at: delivery.at,
            failure: null,
            failed_at: null,
          }
        : null;
    }
    case 'sightline.notification.notices-undeliverable.v1': {
      const failure = event.data.notices.find((each) => each.noticeId === noticeId)!;
      return row ? { ...row, status: 'undeliverable', failure: failure.reason, failed_at: event.time } : null;
    }
    case 'sightline.notification.notices-reopened.v1':
      return row ? { ...row, status: 'pending', failure: null, failed_at: null } : null;
    case 'sightline.notification.notice-channel-failed.v1':
      // Taken first and sent back: it waits again, for another channel.
      return row?.status === 'delivered'
        ? { ...row, status: 'pending', channel: null, delivered_at: null }
        : (row ?? null);
  }
};

export const noticesProjection: Projection = rowProjection<NoticeRow, NoticeEvent>({
  table: 'notices',
  key: 'notice_id',
  types: [
    'sightline.notification.notices-opened.v1',
    'sightline.notification.notices-delivered.v1',
    'sightline.notification.notices-undeliverable.v1',
    'sightline.notification.notices-reopened.v1',
    'sightline.notification.notice-channel-failed.v1',
  ],
  keysOf: ({ data }) =>
    ('deliveries' in data ? data.deliveries : 'failures' in data ? data.failures : data.notices).map(
      ({ noticeId }: { noticeId: string }) => noticeId,
    ),
  creates: ({ type }) => type === 'sightline.notification.notices-opened.v1',
  evolve: evolveNotice,
});
