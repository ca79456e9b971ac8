import { noticeChannels, type NoticeChannel } from '@sightline/contracts';
import type { QuietHours } from '../domain/index.js';

/** When no text message comes unless the reader says otherwise. */
export const districtQuietHours: QuietHours = { quietFrom: '21:00', quietUntil: '08:00' };

/** When the day's digest of alerts goes out. */
export const digestTime = '07:00';

/** Every channel: the reader's first, then the others in the district's order (C6). */
export const channelOrder = (preferred: readonly NoticeChannel[]): readonly NoticeChannel[] => [
  ...new Set([...preferred, ...noticeChannels]),
];
