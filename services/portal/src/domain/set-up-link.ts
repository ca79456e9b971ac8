/** The one-use link that names the first operator, as it is kept: the token's SHA-256, never the token. */
export interface SetUpLink {
  readonly tokenSha256: string;
  /** RFC 3339, UTC. */
  readonly expiresAt: string;
  /** When it was used; null while it can be. */
  readonly usedAt: string | null;
}

const setUpLinkHoursMax = 24;

/** A link that is good for 24 hours. */
export const newSetUpLink = (tokenSha256: string, now: Date): SetUpLink => ({
  tokenSha256,
  expiresAt: new Date(now.getTime() + setUpLinkHoursMax * 3_600_000).toISOString(),
  usedAt: null,
});

/** Whether the bearer of a token with this hash may name the operator now. Unknown, used and expired are one answer. */
export const opens = (link: SetUpLink | undefined, tokenSha256: string, now: Date): link is SetUpLink =>
  link !== undefined &&
  link.usedAt === null &&
  link.tokenSha256 === tokenSha256 &&
  now.getTime() < Date.parse(link.expiresAt);

export const used = (link: SetUpLink, now: Date): SetUpLink => ({ ...link, usedAt: now.toISOString() });
