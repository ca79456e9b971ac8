import type { NoticeChannel } from '@sightline/contracts';
import type { QuietHours } from '../domain/index.js';

/** When no text message comes unless the reader says otherwise. */
export const districtQuietHours: QuietHours = { quietFrom: '21:00', quietUntil: '08:00' };

/** When the day's digest of alerts goes out. */
export const digestTime = '07:00';

/** The reader's channels first, then the others in the district's order. A letter comes first or, for whom nothing else reached, last (C6). */
export const channelOrder = (preferred: readonly NoticeChannel[]): readonly NoticeChannel[] => [
  ...new Set<NoticeChannel>([...preferred, 'email', 'text-message']),
];
