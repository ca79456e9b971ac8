import type { RequestKind } from '@sightline/contracts';
import type { Submission } from './request.js';

/** The authorization that a request would follow on, with the submission that it came from. */
export interface RenewedAuthorization {
  readonly authorizationId: string;
  readonly staffId: string;
  readonly status: 'active' | 'expired' | 'revoked' | 'withdrawn';
  readonly until: string;
  readonly submission: Pick<
    Submission,
    'kind' | 'purpose' | 'studentIds' | 'groupId' | 'medium' | 'from' | 'until' | 'registerState' | 'words'
  >;
}

/** The colleague's authorization that a request joins, as it stands; `known` false when there is none of that id. */
export interface JoinedAuthorization {
  readonly authorizationId: string;
  readonly known: boolean;
  readonly active: boolean;
  readonly kind: RequestKind | null;
  readonly staffId: string | null;
  readonly groupId: string | null;
}
