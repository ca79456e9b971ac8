import { media, type Medium, type Purpose, type RequestKind } from '@sightline/contracts';
import { policyVersions } from '@sightline/policy';
import type { ExceptionRequest, Person } from '../../api/resources.ts';
import type { MessageKey } from '../../messages/english.ts';

/** A request while it is being written. */
export interface Draft {
  readonly kind: RequestKind | '';
  readonly purpose: Purpose | '';
  readonly who: 'group' | 'students';
  readonly group: string;
  readonly students: readonly Pick<Person, 'id' | 'displayName'>[];
  readonly medium: Medium | '';
  readonly address: string;
  readonly districtFormId: string;
  readonly why: string;
  readonly reason: string;
  readonly from: string;
  readonly until: string;
}

export const emptyDraft: Draft = {
  kind: '',
  purpose: '',
  who: 'group',
  group: '',
  students: [],
  medium: '',
  address: '',
  districtFormId: '',
  why: '',
  reason: '',
  from: '',
  until: '',
};

/** A returned request, to be changed and sent again. */
export const draftOf = (request: ExceptionRequest): Draft => ({
  kind: request.kind,
  purpose: request.purpose,
  who: request.group === null ? 'students' : 'group',
  group: request.group ?? '',
  students: request.students.map(({ id, displayName, sourcedId }) => ({
    id,
    displayName: displayName ?? sourcedId ?? id,
  })),
  medium: request.channel?.medium ?? '',
  address: request.channel?.address ?? '',
  districtFormId: request.districtFormShortfall?.districtFormId ?? '',
  why: request.districtFormShortfall?.why ?? '',
  reason: request.reason ?? '',
  from: request.from ?? '',
  until: request.until ?? '',
});

export const steps = ['what', 'who', 'how', 'why', 'when', 'check'] as const;
export type Step = (typeof steps)[number];
export type Faults = Readonly<Partial<Record<keyof Draft, MessageKey>>>;

/** What the fields of a step work on. */
export interface Fields {
  readonly draft: Draft;
  readonly change: (changed: Partial<Draft>) => void;
  readonly faults: Faults;
}

/** C5 is always for an activity of the district; a private purpose has no district form to fall short (C2). */
export const needsShortfall = ({ kind, purpose }: Draft): boolean =>
  kind === 'personal-phone' || purpose === 'district';
export const mediaFor = (kind: Draft['kind']): readonly Medium[] =>
  (kind === '' ? null : policyVersions.at(-1)!.settings.kinds[kind].media) ?? media;

const required = (draft: Draft, names: readonly (keyof Draft)[]): Faults =>
  Object.fromEntries(
    names
      .filter((name) => draft[name].length === 0 || (typeof draft[name] === 'string' && draft[name].trim() === ''))
      .map((name) => [name, `ask.missing.${name}` as MessageKey]),
  );

/** What is missing or wrong on one step. The rules themselves are the policy's, behind the API. */
export const faultsOf = (step: Step, draft: Draft): Faults => {
  switch (step) {
    case 'what':
      return required(draft, draft.kind === 'personal-phone' ? ['kind'] : ['kind', 'purpose']);
    case 'who':
      return required(draft, [draft.kind === 'personal-phone' ? 'group' : draft.who]);
    case 'how':
      return required(draft, ['medium']);
    case 'why':
      return required(draft, needsShortfall(draft) ? ['reason', 'districtFormId', 'why'] : ['reason']);
    case 'when':
      return {
        ...(draft.until !== '' && draft.until < draft.from ? { until: 'ask.wrong.until' as const } : {}),
        ...required(draft, ['from', 'until']),
      };
    case 'check':
      return {};
  }
};

/** The body that the API takes. */
export const bodyOf = (draft: Draft): object => ({
  kind: draft.kind,
  purpose: draft.kind === 'personal-phone' ? 'district' : draft.purpose,
  ...(draft.who === 'group' || draft.kind === 'personal-phone'
    ? { group: draft.group }
    : { students: draft.students.map(({ id }) => id) }),
  channel: { medium: draft.medium, ...(draft.address.trim() === '' ? {} : { address: draft.address.trim() }) },
  reason: draft.reason.trim(),
  ...(needsShortfall(draft)
    ? { districtFormShortfall: { districtFormId: draft.districtFormId, why: draft.why.trim() } }
    : {}),
  from: draft.from,
  until: draft.until,
});
