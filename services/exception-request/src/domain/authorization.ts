import type {
  AuthorizationActivated,
  AuthorizationChangeNoted,
  AuthorizationEnded,
  AuthorizationEndingSoon,
  AuthorizationParticipantsChanged,
  AuthorizationReviewClosed,
  AuthorizationReviewRequested,
  FactOf,
  RequestKind,
  ReviewReason,
  RosterChange,
} from '@sightline/contracts';
import { addDays } from '@sightline/policy';

export type AuthorizationFact = FactOf<
  | AuthorizationActivated
  | AuthorizationParticipantsChanged
  | AuthorizationEnded
  | AuthorizationEndingSoon
  | AuthorizationChangeNoted
  | AuthorizationReviewRequested
  | AuthorizationReviewClosed
>;

export interface OpenReview {
  readonly reviewId: string;
  readonly reason: ReviewReason;
  readonly change: RosterChange | null;
  readonly clause: string;
  readonly sides: FactOf<AuthorizationReviewRequested>['data']['sides'];
  readonly objection: { readonly guardianId: string; readonly studentId: string } | null;
}

export interface ActiveAuthorization {
  readonly status: 'active';
  readonly authorizationId: string;
  readonly requestId: string;
  readonly kind: RequestKind;
  readonly staffId: string;
  readonly groupId: string | null;
  readonly studentIds: ReadonlySet<string>;
  /** Taken out by a review: who comes back to the group does not come back to the authorization. */
  readonly excludedIds: ReadonlySet<string>;
  readonly ownFamilyIds: ReadonlySet<string>;
  readonly until: string;
  readonly remindOn: readonly string[];
  readonly openReviews: readonly OpenReview[];
  /** Changes of the roster that people have been asked about. */
  readonly askedAbout: ReadonlySet<RosterChange>;
}

export type AuthorizationState = ({ readonly status: 'none' } | ActiveAuthorization | { readonly status: 'ended' }) & {
  /** How many facts it is made of: what a caller says it has seen (If-Match). */
  readonly version: number;
};
export type AuthorizationStatus = AuthorizationState['status'];

export const noAuthorization: AuthorizationState = { status: 'none', version: 0 };

const activated = ({
  data,
}: Extract<
  AuthorizationFact,
  { type: 'sightline.exception-request.authorization-activated.v1' }
>): ActiveAuthorization => ({
  status: 'active',
  authorizationId: data.authorizationId,
  requestId: data.requestId,
  kind: data.kind,
  staffId: data.staffId,
  groupId: data.groupId,
  studentIds: new Set(data.studentIds),
  excludedIds: new Set(),
  ownFamilyIds: new Set((data.notRequired ?? []).map(({ studentId }) => studentId)),
  until: data.until,
  remindOn: data.remindOn ?? [],
  openReviews: [],
  askedAbout: new Set(),
});

const afterParticipants = (
  state: ActiveAuthorization,
  { joined, left, notRequired = [], cause }: FactOf<AuthorizationParticipantsChanged>['data'],
): ActiveAuthorization => ({
  ...state,
  studentIds: new Set([...state.studentIds, ...joined].filter((id) => !left.includes(id))),
  excludedIds: cause?.change === 'review' ? new Set([...state.excludedIds, ...left]) : state.excludedIds,
  ownFamilyIds: new Set([...state.ownFamilyIds, ...notRequired.map(({ studentId }) => studentId)]),
});

const afterRequestedReview = (
  state: ActiveAuthorization,
  { reviewId, reason, change, clause, sides, objection }: FactOf<AuthorizationReviewRequested>['data'],
): ActiveAuthorization => ({
  ...state,
  openReviews: [
    ...state.openReviews,
    {
      ...{ reviewId, reason, change, clause, sides },
      objection: objection && { guardianId: objection.guardianId, studentId: objection.studentId },
    },
  ],
  askedAbout: change === null ? state.askedAbout : new Set([...state.askedAbout, change]),
});

const after = (state: ActiveAuthorization, fact: AuthorizationFact): ActiveAuthorization | { status: 'ended' } => {
  switch (fact.type) {
    case 'sightline.exception-request.authorization-activated.v1':
      return activated(fact);
    case 'sightline.exception-request.authorization-participants-changed.v1':
      return afterParticipants(state, fact.data);
    case 'sightline.exception-request.authorization-ending-soon.v1': {
      const today = addDays(fact.data.until, -fact.data.daysLeft);
      return { ...state, remindOn: state.remindOn.filter((day) => day > today) };
    }
    case 'sightline.exception-request.authorization-change-noted.v1':
      return state;
    case 'sightline.exception-request.authorization-review-requested.v1':
      return afterRequestedReview(state, fact.data);
    case 'sightline.exception-request.authorization-review-closed.v1':
      return { ...state, openReviews: state.openReviews.filter(({ reviewId }) => reviewId !== fact.data.reviewId) };
    case 'sightline.exception-request.authorization-ended.v1':
      return { status: 'ended' };
  }
};

/** The authorization after a fact; nothing follows an end. */
export const evolveAuthorization = (state: AuthorizationState, fact: AuthorizationFact): AuthorizationState => {
  const version = state.version + 1;
  if (state.status === 'active') return { ...after(state, fact), version };
  return fact.type === 'sightline.exception-request.authorization-activated.v1' && state.status === 'none'
    ? { ...activated(fact), version }
    : { ...state, version };
};
