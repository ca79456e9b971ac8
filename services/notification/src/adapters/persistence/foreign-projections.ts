import { relationsProjections } from '@sightline/relations';
import { authorizationsProjection } from '../../read-models/authorizations/authorizations.projection.js';
import { approvalTasksProjection } from '../../read-models/approval-tasks/approval-tasks.projection.js';
import { requestsProjection } from '../../read-models/requests/requests.projection.js';
import { everyRelationPart } from './relation-parts.js';
import { restrictionLapsesProjection } from '../../read-models/due-occasions/restriction-lapses.projection.js';
import { rosterImportsProjection } from '../../read-models/due-occasions/awaited-addresses.projection.js';

/** What this service keeps of other services' logs. */
export const foreignProjections = [
  ...relationsProjections(everyRelationPart),
  authorizationsProjection,
  approvalTasksProjection,
  requestsProjection,
  restrictionLapsesProjection,
  rosterImportsProjection,
];
