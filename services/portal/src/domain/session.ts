/** When a session began, was last used and must end. */
export interface SessionTimes {
  readonly lastUsedAt: Date;
  readonly endsAt: Date;
}

const minuteMs = 60_000;
/** A session that nobody uses ends after this time. */
export const sessionIdleMinutesMax = 60;
/** Any session ends after this time: a long day at school. */
const sessionHoursMax = 10;
/** How often a use is written down at most; idle time is exact to this. */
export const useNotedEveryMs = minuteMs;
/** An access token that ends sooner than this is renewed. */
export const renewBeforeMs = minuteMs;

/**
 * When a session must end whatever happens: after ten hours, or together with an access token that cannot be renewed.
 * @param accessEndsAt null when the token can be renewed
 */
export const sessionEndsAt = (openedAt: Date, accessEndsAt: Date | null): Date => {
  const longest = openedAt.getTime() + sessionHoursMax * 60 * minuteMs;
  return new Date(accessEndsAt === null ? longest : Math.min(longest, accessEndsAt.getTime()));
};

export const isOver = ({ lastUsedAt, endsAt }: SessionTimes, now: Date): boolean =>
  now.getTime() >= endsAt.getTime() || now.getTime() - lastUsedAt.getTime() >= sessionIdleMinutesMax * minuteMs;
