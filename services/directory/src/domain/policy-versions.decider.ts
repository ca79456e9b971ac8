import type { FactOf, PolicyVersionPublished, PolicyVersionScheduled, RosterRole } from '@sightline/contracts';
import { accept, refuse, unchanged, type Decider, type Refusal } from '@sightline/decider';
import { policyVersionFaults } from '@sightline/policy';

export type PolicyVersionFact = FactOf<PolicyVersionScheduled | PolicyVersionPublished>;
type Scheduled = FactOf<PolicyVersionScheduled>['data'];

export interface PreparedVersion {
  readonly inForceFrom: string;
  readonly preparedBy: string | null;
  readonly published: boolean;
}

/** Every version that the district prepared, in one stream: so that no two can begin on the same day (C11). */
export type PolicyVersions = ReadonlyMap<string, PreparedVersion>;

export interface SchedulePolicyVersion {
  readonly type: 'schedule';
  readonly policyVersionId: string;
  /** As it was written, with what it leaves out taken over; nothing of it is checked yet. */
  readonly candidate: unknown;
  readonly preparedBy: string | null;
  /** A date in the district's time zone. */
  readonly today: string;
}

export interface ConfirmPolicyVersion {
  readonly type: 'confirm';
  readonly policyVersionId: string;
  readonly by: string;
  /** Of who confirms, by the roster and by operators, at any building. */
  readonly roles: readonly RosterRole[];
  readonly today: string;
}

export type PolicyVersionRefusal =
  | 'invalid-policy-version'
  | 'first-day-not-ahead'
  | 'board-date-ahead'
  | 'first-day-taken'
  | 'not-scheduled'
  | 'same-person'
  | 'technology-department'
  | 'not-in-charge';

const technologyRoles: readonly RosterRole[] = ['technology', 'operator'];
const inChargeRoles: readonly RosterRole[] = ['administrator', 'principal'];

const no = (refused: PolicyVersionRefusal, detail: string, remedy: string, field?: string) =>
  refuse({ refused, clause: 'C11', detail, remedy, ...(field === undefined ? {} : { field }) });

const dayTaken = (state: PolicyVersions, inForceFrom: string): boolean =>
  [...state.values()].some((version) => version.published && version.inForceFrom === inForceFrom);

const firstDayRefusal = (
  state: PolicyVersions,
  inForceFrom: string,
  today: string,
): Refusal<PolicyVersionRefusal> | undefined => {
  if (inForceFrom <= today)
    return no(
      'first-day-not-ahead',
      'A version comes into force on a day ahead: what was decided until then stands under the version of its day.',
      'Schedule it for tomorrow or a later day.',
      'inForceFrom',
    );
  if (dayTaken(state, inForceFrom))
    return no(
      'first-day-taken',
      'Another version that is published comes into force on that day.',
      'Choose another first day.',
      'inForceFrom',
    );
  return undefined;
};

const schedule = (state: PolicyVersions, command: SchedulePolicyVersion) => {
  const { policyVersionId, candidate, preparedBy, today } = command;
  if (state.has(policyVersionId)) return unchanged;
  const [fault, ...others] = policyVersionFaults(candidate);
  if (fault)
    return no(
      'invalid-policy-version',
      [fault, ...others.slice(0, 9)].map(({ field, detail }) => `${field} ${detail}`).join('; '),
      'Correct what is named and send the version again.',
      fault.field,
    );
  const version = candidate as Omit<Scheduled, 'policyVersionId' | 'preparedBy'>;
  const refusal = firstDayRefusal(state, version.inForceFrom, today);
  if (refusal) return refusal;
  if (version.boardDate > today)
    return no(
      'board-date-ahead',
      'The board has not approved it yet.',
      'Send it once the board has approved it, with the date of that meeting.',
      'boardDate',
    );
  return accept<PolicyVersionFact>({
    type: 'sightline.directory.policy-version-scheduled.v1',
    data: { ...version, policyVersionId, preparedBy },
  });
};

const confirm = (state: PolicyVersions, { policyVersionId, by, roles, today }: ConfirmPolicyVersion) => {
  const version = state.get(policyVersionId);
  if (!version) return no('not-scheduled', 'No such version is scheduled.', 'Look for it among the versions.');
  if (version.preparedBy === by)
    return no('same-person', 'Who prepared a version cannot confirm it.', 'Ask a principal or an administrator.');
  if (roles.some((role) => technologyRoles.includes(role)))
    return no(
      'technology-department',
      'A version is confirmed by somebody outside the technology department.',
      'Ask a principal or an administrator.',
    );
  if (!roles.some((role) => inChargeRoles.includes(role)))
    return no(
      'not-in-charge',
      'A version is confirmed by a principal or an administrator of the district.',
      'Ask one of them.',
    );
  if (version.published) return unchanged;
  const refusal = firstDayRefusal(state, version.inForceFrom, today);
  if (refusal) return refusal;
  return accept<PolicyVersionFact>({
    type: 'sightline.directory.policy-version-published.v1',
    data: { policyVersionId, inForceFrom: version.inForceFrom, confirmedBy: by },
  });
};

/**
 * The district's versions of the policy (C11). One is prepared whole, for a day ahead, with the board's date and resolution;
 * it becomes a rule only when a second person outside the technology department confirms it, and is never changed afterwards.
 */
export const policyVersionsDecider: Decider<
  PolicyVersions,
  SchedulePolicyVersion | ConfirmPolicyVersion,
  PolicyVersionFact,
  PolicyVersionRefusal
> = {
  initialState: new Map(),
  evolve(state, { type, data }) {
    const before = state.get(data.policyVersionId);
    if (type === 'sightline.directory.policy-version-scheduled.v1')
      return new Map(state).set(data.policyVersionId, {
        ...{ inForceFrom: data.inForceFrom, preparedBy: data.preparedBy, published: false },
      });
    return before ? new Map(state).set(data.policyVersionId, { ...before, published: true }) : state;
  },
  decide: (command, state) => (command.type === 'schedule' ? schedule(state, command) : confirm(state, command)),
};
