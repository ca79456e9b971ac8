import type { CommunicationMedium } from '../communication.js';

/** An authorization as it stood and stands, in ids. */
export interface CoveringAuthorization {
  readonly authorizationId: string;
  readonly caseId: string;
  readonly staffId: string;
  readonly medium: string;
  /** Dates in the district's time zone, both inclusive. */
  readonly fromOn: string;
  readonly untilOn: string;
  readonly endedAt: Date | null;
  readonly copiesRequired: boolean;
  readonly policyVersion: string;
  readonly studentIds: readonly string[];
}

/** What is known of one arrival once its addresses have been looked up. */
export interface MatchedCopy {
  /** When it was sent, as far as the message can be believed; else when it arrived. */
  readonly at: Date;
  /** The same as a date in the district's time zone. */
  readonly on: string;
  readonly medium: CommunicationMedium | null;
  /** Who the sender may be: an address can be a family's. Empty: nobody on the roster. */
  readonly senderIds: readonly string[];
  /** Everybody who takes part, the sender among them. */
  readonly personIds: ReadonlySet<string>;
  /** It came to the copy address of this authorization. */
  readonly authorizationId: string | null;
  /** Whose export or statement it is. */
  readonly staffId: string | null;
}

export type UncoveredBecause =
  /** Its copy address had ended, or nobody has the address. */
  | 'address-ended'
  /** At that time no authorization of the member of staff was in force. */
  | 'no-authorization'
  /** The sender is nobody whom the roster or the request names. */
  | 'sender-unknown'
  /** None of the authorization's students, or their guardians, takes part. */
  | 'no-student'
  | 'unread';

export type Coverage =
  | {
      readonly authorization: CoveringAuthorization;
      readonly staffId: string;
      readonly studentIds: readonly string[];
    }
  | { readonly authorization: null; readonly because: UncoveredBecause; readonly staffId: string | null };

const mediaOf: Readonly<Record<string, CommunicationMedium>> = { 'personal-email': 'email' };
const sameMedium = (authorized: string, used: CommunicationMedium | null): boolean =>
  used !== null && (mediaOf[authorized] ?? authorized) === used;

const inForce = ({ fromOn, untilOn, endedAt }: CoveringAuthorization, { at, on }: MatchedCopy): boolean =>
  fromOn <= on && on <= untilOn && (endedAt === null || at.getTime() <= endedAt.getTime());

/** The students of the authorization who take part: themselves, or through a guardian who does (C9). */
const concerned = (
  { studentIds }: CoveringAuthorization,
  { personIds }: MatchedCopy,
  childrenOf: ReadonlyMap<string, readonly string[]>,
): string[] => {
  const children = new Set([...personIds].flatMap((id) => childrenOf.get(id) ?? []));
  return studentIds.filter((id) => personIds.has(id) || children.has(id));
};

/**
 * Under which authorization a communication falls (C7), and which students it concerns (C9). A copy address says which;
 * without one it needs a member of staff with an authorization in force at the time of sending and one of its students.
 */
export function coverageOf(
  copy: MatchedCopy,
  authorizations: readonly CoveringAuthorization[],
  childrenOf: ReadonlyMap<string, readonly string[]>,
): Coverage {
  if (copy.authorizationId !== null) {
    const authorization = authorizations.find(({ authorizationId }) => authorizationId === copy.authorizationId);
    const staffId = authorization?.staffId ?? null;
    if (!authorization || !inForce(authorization, copy))
      return { authorization: null, because: 'address-ended', staffId };
    // A member of staff who hands a message in says whose it is: a parent may write from an address that nobody knew.
    const vouchedFor = copy.staffId === authorization.staffId && copy.medium !== null;
    if (copy.senderIds.length === 0 && !vouchedFor) return { authorization: null, because: 'sender-unknown', staffId };
    return { authorization, staffId: authorization.staffId, studentIds: concerned(authorization, copy, childrenOf) };
  }
  const own = authorizations.filter(({ staffId }) =>
    copy.staffId === null ? copy.personIds.has(staffId) : copy.staffId === staffId,
  );
  const staffId = copy.staffId ?? own[0]?.staffId ?? null;
  const standing = own.filter((authorization) => inForce(authorization, copy));
  if (standing.length === 0) return { authorization: null, because: 'no-authorization', staffId };
  const ranked = standing
    .map((authorization) => ({ authorization, studentIds: concerned(authorization, copy, childrenOf) }))
    .filter(({ studentIds }) => studentIds.length > 0)
    .sort(
      (one, other) =>
        Number(sameMedium(other.authorization.medium, copy.medium)) -
          Number(sameMedium(one.authorization.medium, copy.medium)) ||
        other.studentIds.length - one.studentIds.length ||
        (other.authorization.fromOn < one.authorization.fromOn ? -1 : 1) ||
        (other.authorization.authorizationId < one.authorization.authorizationId ? -1 : 1),
    );
  const best = ranked[0];
  return best
    ? { ...best, staffId: best.authorization.staffId }
    : { authorization: null, because: 'no-student', staffId };
}

const dayMs = 86_400_000;

/** When it was sent, if that can be: a message that is sent after it arrived has a wrong clock or a false date. */
export const believableSentAt = (sentAt: Date | null, receivedAt: Date): Date | null =>
  sentAt === null || Number.isNaN(sentAt.getTime()) || sentAt.getTime() - receivedAt.getTime() > dayMs ? null : sentAt;

/** C7 "simultaneously": whole seconds from sending to the copy's arrival; a clock that is a little ahead counts as at once. */
export const copyGapSeconds = (sentAt: Date, receivedAt: Date): number =>
  Math.max(0, Math.round((receivedAt.getTime() - sentAt.getTime()) / 1_000));
