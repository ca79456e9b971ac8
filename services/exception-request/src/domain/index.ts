export type {
  NamedGroup,
  NamedStudent,
  RecordOutcome,
  RequestCommand,
  RequestRefusalCode,
  SubmitRequest,
  WithdrawRequest,
} from './request.commands.js';
export type { RequestFact, RequestState, RequestStatus, Submission } from './request.js';
export { evolveRequest, noRequest } from './request.js';
export { requestDecider } from './request.decider.js';
export type { AuthorizationFact, AuthorizationState, AuthorizationTerms } from './authorization.js';
export { evolveAuthorization, noAuthorization } from './authorization.js';
export type {
  ActivateAuthorization,
  AuthorizationCommand,
  AuthorizationRefusalCode,
  ChangeParticipants,
  EndAuthorization,
} from './authorization.decider.js';
export { authorizationDecider } from './authorization.decider.js';
