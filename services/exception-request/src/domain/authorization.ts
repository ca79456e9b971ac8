import type {
  AuthorizationActivated,
  AuthorizationEnd,
  AuthorizationEnded,
  AuthorizationParticipantsChanged,
  FactOf,
} from '@sightline/contracts';

export type AuthorizationFact = FactOf<AuthorizationActivated | AuthorizationParticipantsChanged | AuthorizationEnded>;

/** The terms under which it was activated; `studentIds` is kept up to date as participants join and leave. */
export type AuthorizationTerms = FactOf<AuthorizationActivated>['data'];

export type AuthorizationState =
  | { readonly status: 'none' }
  | { readonly status: 'active'; readonly terms: AuthorizationTerms }
  | {
      readonly status: 'ended';
      readonly terms: AuthorizationTerms;
      readonly end: AuthorizationEnd;
      readonly endedOn: string;
    };

export const noAuthorization: AuthorizationState = { status: 'none' };

/** @throws Error when a fact follows that cannot: the stream is damaged */
const activeTerms = (state: AuthorizationState, fact: AuthorizationFact): AuthorizationTerms => {
  if (state.status !== 'active') throw new Error(`${fact.type} cannot follow the status ${state.status}`);
  return state.terms;
};

/** The fold of an authorization's stream; the same that runs live and in a replay. */
export const evolveAuthorization = (state: AuthorizationState, fact: AuthorizationFact): AuthorizationState => {
  switch (fact.type) {
    case 'sightline.exception-request.authorization-activated.v1':
      return { status: 'active', terms: fact.data };
    case 'sightline.exception-request.authorization-participants-changed.v1': {
      const terms = activeTerms(state, fact);
      const left = new Set(fact.data.left);
      const studentIds = [...terms.studentIds.filter((studentId) => !left.has(studentId)), ...fact.data.joined];
      return { status: 'active', terms: { ...terms, studentIds } };
    }
    case 'sightline.exception-request.authorization-ended.v1':
      return { status: 'ended', terms: activeTerms(state, fact), end: fact.data.end, endedOn: fact.data.endedOn };
    default: {
      const unknown: never = fact;
      throw new Error(`an authorization knows no fact ${JSON.stringify(unknown)}`);
    }
  }
};
