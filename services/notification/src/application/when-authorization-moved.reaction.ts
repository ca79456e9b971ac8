import type { AuthorizationChangeNoted, AuthorizationEnded, AuthorizationEndingSoon } from '@sightline/contracts';
import type { Clock, Reaction } from '@sightline/service-kit';
import { staffOf } from '../read-models/authorizations/authorizations.queries.js';
import { decidersOf } from '../read-models/requests/requests.queries.js';
import { raiseAlerts, type Alerting } from './raise-alerts.js';

type AuthorizationMoved = AuthorizationEndingSoon | AuthorizationEnded | AuthorizationChangeNoted;
type About = Pick<Alerting, 'kind' | 'aboutPersonId' | 'until'> & { readonly people: readonly (string | undefined)[] };

const aboutOf = (
  { type, data }: AuthorizationMoved,
  staffId: string | undefined,
  deciderIds: readonly string[],
): About => {
  switch (type) {
    case 'sightline.exception-request.authorization-ending-soon.v1': {
      const about = { kind: 'authorization-ending-soon', aboutPersonId: data.staffId, until: data.until } as const;
      return { ...about, people: [data.staffId, ...deciderIds] };
    }
    case 'sightline.exception-request.authorization-ended.v1': {
      // Who ended it knows.
      const people = data.by?.personId === staffId ? [] : [staffId];
      return { kind: 'authorization-ended', until: data.endedOn, people };
    }
    case 'sightline.exception-request.authorization-change-noted.v1':
      return { kind: 'roster-changed', aboutPersonId: data.staffId, people: data.tellIds };
  }
};

/** An end that comes or has come, and a change in the roster, are told to the staff whom they concern (C3, C5). */
export const whenAuthorizationMoved = (clock: Clock): Reaction => ({
  types: new Set<AuthorizationMoved['type']>([
    'sightline.exception-request.authorization-ending-soon.v1',
    'sightline.exception-request.authorization-ended.v1',
    'sightline.exception-request.authorization-change-noted.v1',
  ]),
  async react(transaction, envelopes) {
    const events = envelopes as readonly AuthorizationMoved[];
    const staff = await staffOf(
      transaction,
      events.map(({ data }) => data.authorizationId),
    );
    const deciders = await decidersOf(
      transaction,
      events.map(({ data }) => data.requestId),
    );
    return raiseAlerts(
      events.map((cause) => {
        const { authorizationId, requestId } = cause.data;
        const { people, ...about } = aboutOf(cause, staff.get(authorizationId), deciders.get(requestId) ?? []);
        const alerted = [...new Set(people)].flatMap((personId) => (personId ? [{ personId, taskId: null }] : []));
        return { cause, setId: authorizationId, authorizationId, requestId, ...about, alerted };
      }),
      clock,
    );
  },
});
