import { describe, expect, it } from '@jest/globals';
import type { EndingSide } from '@sightline/contracts';
import { fold, isRefusal, type Decision } from '@sightline/decider';
import { policyVersions } from '@sightline/policy';
import {
  authorizationDecider,
  requestDecider,
  type AuthorizationCommand,
  type AuthorizationFact,
  type AuthorizationRefusalCode,
  type AuthorizationStatus,
  type RequestCommand,
  type RequestFact,
  type RequestRefusalCode,
  type RequestStatus,
  type SubmitRequest,
} from './index.js';
import {
  activate,
  activated,
  comeDue,
  decideReview,
  ended,
  followRoster,
  objectTo,
  requestReview,
  reviewRequested,
  revoke,
} from './testing/authorization-samples.js';

const policy = policyVersions[0]!;
const words = { recordId: 'record', commitment: 'c0ffee' };

/** What a decision comes to, in words: the facts, or the refusal with its clause. */
const outcomeOf = (decision: Decision<{ readonly type: string }>): string =>
  isRefusal(decision)
    ? [`no: ${decision.refused}`, decision.clause].filter(Boolean).join(' ')
    : decision.map(({ type }) => type.replace(/^sightline\.exception-request\.|\.v1$/g, '')).join(' + ') || 'nothing';
/** Every refusal of these matrices says what can be done instead. */
type Remedies<Code extends string> = Readonly<Partial<Record<Code, string>>>;

describe('every command to a request, in every status, by everybody', () => {
  type By = 'author' | 'colleague' | 'parent' | 'nobody';
  type CommandType = RequestCommand['type'];

  const requesters: Readonly<Record<By, SubmitRequest['requester']>> = {
    author: { personId: 'author', roles: [{ role: 'teacher', buildingId: 'school' }], buildingIds: ['school'] },
    colleague: { personId: 'colleague', roles: [{ role: 'teacher', buildingId: 'school' }], buildingIds: ['school'] },
    parent: { personId: 'parent', roles: [{ role: 'guardian' }], buildingIds: [] },
    nobody: undefined,
  };
  const commands: { readonly [Type in CommandType]: (by: By) => Extract<RequestCommand, { type: Type }> } = {
    submit: (by) => ({
      ...{ type: 'submit', requestId: 'request', kind: 'outside-channel', purpose: 'private', medium: 'video-call' },
      students: [{ personId: 'ann', known: true, isStudent: true, buildingIds: ['school'] }],
      ...{ requester: requesters[by], groupNamed: false, group: undefined, from: '2026-09-15', until: '2026-12-01' },
      ...{ family: { ownChildIds: [], siblingIds: [] }, today: '2026-09-14', words, districtForm: null, register: [] },
      lengths: { reason: 20, channelAddress: null, shortfallWhy: null },
      ...{ compared: null, renews: null, joins: null, expectedVersion: null, policy },
    }),
    'save-draft': (by) => ({
      ...{
        type: 'save-draft',
        requestId: 'request',
        by,
        requester: requesters[by],
        words,
        expectedVersion: null,
        policy,
      },
    }),
    withdraw: (by) => ({ type: 'withdraw', requestId: 'request', by, expectedVersion: null }),
    'record-outcome': () => ({
      ...{ type: 'record-outcome', roundId: 'round', submission: 1, outcome: 'approved', today: '2026-09-14' },
      authorizationId: 'authorization',
    }),
  };

  const fact = <Name extends string>(name: Name, data: object): RequestFact =>
    ({ type: `sightline.exception-request.request-${name}.v1`, data }) as unknown as RequestFact;
  const submitted = fact('submitted', {
    ...{ requestId: 'request', submission: 1, kind: 'outside-channel', purpose: 'private', requesterId: 'author' },
    ...{ studentIds: ['ann'], groupId: null, requesterBuildingIds: [], studentBuildingIds: [], medium: 'video-call' },
    ...{ from: '2026-09-15', until: '2026-12-01', registerState: null, words },
  });
  const round = { requestId: 'request', submission: 1, roundId: 'round' };
  const drafted = fact('drafted', { requestId: 'request', requesterId: 'author', words });
  const notRequired = (othersRemain: boolean): RequestFact =>
    fact('not-required', { requestId: 'request', requesterId: 'author', relations: [], othersRemain });
  const histories: Readonly<Record<RequestStatus, readonly RequestFact[]>> = {
    none: [],
    draft: [drafted],
    discarded: [drafted, fact('draft-discarded', { requestId: 'request', requesterId: 'author' })],
    'not-required': [notRequired(false)],
    begun: [notRequired(true)],
    submitted: [submitted],
    returned: [submitted, fact('returned', round)],
    withdrawn: [submitted, fact('withdrawn', { ...round, withdrawnBy: 'author' })],
    denied: [submitted, fact('denied', round)],
    approved: [submitted, fact('approved', { ...round, authorizationId: 'authorization' })],
  };

  const by = (author: string, colleague: string, parent: string, nobody: string): Readonly<Record<By, string>> => ({
    ...{ author, colleague, parent, nobody },
  });
  const everybody = (outcome: string) => by(outcome, outcome, outcome, outcome);
  const over = 'no: request-over C3';
  const notTheirs = 'no: not-requester C3';
  const noEmployee = 'no: requester-not-staff C3';
  const only = (author: string) => by(author, notTheirs, notTheirs, notTheirs);

  /** A new command, a new status or a new part without its cells does not compile. */
  const expected: Readonly<Record<CommandType, Readonly<Record<RequestStatus, Readonly<Record<By, string>>>>>> = {
    submit: {
      none: by('request-submitted', 'request-submitted', noEmployee, noEmployee),
      draft: only('request-submitted'),
      discarded: only(over),
      'not-required': everybody(over),
      begun: only(over),
      submitted: only('no: already-submitted C3'),
      returned: only('request-submitted'),
      withdrawn: only(over),
      denied: only(over),
      approved: only(over),
    },
    'save-draft': {
      none: by('request-drafted', 'request-drafted', noEmployee, noEmployee),
      draft: only('request-drafted'),
      discarded: only(over),
      'not-required': everybody(over),
      begun: only(over),
      submitted: only('no: already-submitted C3'),
      returned: only('no: not-a-draft C3'),
      withdrawn: only(over),
      denied: only(over),
      approved: only(over),
    },
    withdraw: {
      none: everybody(over),
      draft: only('request-draft-discarded'),
      discarded: only('nothing'),
      'not-required': everybody(over),
      begun: only(over),
      submitted: only('request-withdrawn'),
      returned: only('request-withdrawn'),
      withdrawn: only('nothing'),
      denied: only(over),
      approved: only(over),
    },
    'record-outcome': {
      none: everybody('nothing'),
      draft: everybody('nothing'),
      discarded: everybody('nothing'),
      'not-required': everybody('nothing'),
      begun: everybody('nothing'),
      submitted: everybody('request-approved'),
      returned: everybody('nothing'),
      withdrawn: everybody('nothing'),
      denied: everybody('nothing'),
      approved: everybody('nothing'),
    },
  };
  const remedies: Remedies<RequestRefusalCode> = {
    'request-over': 'Write a new request.',
    'not-requester': 'Write a request of your own.',
    'requester-not-staff': 'If you are an employee, ask district IT to correct the roster.',
    'already-submitted': 'Withdraw it, or wait until it is returned for changes.',
    'not-a-draft': 'Send it again, changed, or withdraw it and write a new draft.',
  };

  const cells = (Object.keys(expected) as CommandType[]).flatMap((type) =>
    (Object.keys(expected[type]) as RequestStatus[]).flatMap((status) =>
      (Object.keys(expected[type][status]) as By[]).map((who) => ({ type, status, who })),
    ),
  );

  it('has a history for each status', () => {
    for (const status of Object.keys(histories) as RequestStatus[])
      expect(fold(requestDecider, histories[status]).status).toBe(status);
  });

  it.each(cells)('$type when $status by $who', ({ type, status, who }) => {
    const decision = requestDecider.decide(commands[type](who), fold(requestDecider, histories[status]));
    expect(outcomeOf(decision)).toBe(expected[type][status][who]);
    if (isRefusal(decision)) expect(remedies).toMatchObject({ [decision.refused]: decision.remedy });
  });
});

describe('every command to an authorization, in every status, by everybody', () => {
  /** Who gives each command; a new command without its givers does not compile. */
  interface Givers {
    readonly activate: 'the service';
    readonly 'change-participants': 'the service';
    readonly 'follow-roster': 'the service';
    readonly 'request-review': 'the service';
    readonly 'decide-review': 'the service';
    readonly 'come-due': 'the service';
    readonly object: 'a guardian' | 'anybody else';
    readonly revoke: Exclude<EndingSide, 'system'> | 'anybody else';
  }
  type CommandType = AuthorizationCommand['type'];
  type Matrix<Value> = { readonly [Type in CommandType]: Readonly<Record<Givers[Type], Value>> };

  const side = (of: Exclude<EndingSide, 'system'>): AuthorizationCommand => revoke({ side: of });
  const commands: Matrix<AuthorizationCommand> = {
    activate: { 'the service': activate() },
    'change-participants': {
      'the service': {
        ...{ type: 'change-participants', joined: ['cem'], left: ['ann'], barredIds: [], today: '2026-09-14' },
        family: { ownChildIds: [], siblingIds: [] },
      },
    },
    'follow-roster': { 'the service': followRoster('staff-left-district') },
    'request-review': { 'the service': requestReview },
    'decide-review': { 'the service': decideReview('keep') },
    'come-due': { 'the service': comeDue('2026-12-01') },
    object: { 'a guardian': objectTo(), 'anybody else': objectTo({ isGuardian: false }) },
    revoke: {
      principal: side('principal'),
      technology: side('technology'),
      supervisor: side('supervisor'),
      requester: side('requester'),
      'anybody else': revoke({ side: null }),
    },
  };
  const histories: Readonly<Record<AuthorizationStatus, readonly AuthorizationFact[]>> = {
    none: [],
    active: [activated(), reviewRequested({ reason: 'policy-version' })],
    ended: [activated(), ended()],
  };

  const missing = 'no: no-authorization';
  const over = 'no: authorization-over C3';
  const overtaking = 'authorization-review-closed + authorization-ended';
  const row = (none: string, active: string, past: string): Readonly<Record<AuthorizationStatus, string>> => ({
    ...{ none, active, ended: past },
  });
  const expected: Matrix<Readonly<Record<AuthorizationStatus, string>>> = {
    activate: { 'the service': row('authorization-activated', 'nothing', 'nothing') },
    'change-participants': { 'the service': row(missing, 'authorization-participants-changed', 'nothing') },
    'follow-roster': { 'the service': row(missing, overtaking, 'nothing') },
    'request-review': { 'the service': row(missing, 'authorization-review-requested', 'nothing') },
    'decide-review': { 'the service': row(missing, 'authorization-review-closed', 'nothing') },
    'come-due': { 'the service': row(missing, overtaking, 'nothing') },
    object: {
      'a guardian': row(missing, 'authorization-review-requested', over),
      'anybody else': row(missing, 'no: not-guardian C6', over),
    },
    revoke: {
      principal: row(missing, overtaking, over),
      technology: row(missing, overtaking, over),
      supervisor: row(missing, overtaking, over),
      requester: row(missing, overtaking, over),
      'anybody else': row(missing, 'no: not-entitled-to-end C5', over),
    },
  };
  const remedies: Remedies<AuthorizationRefusalCode> = {
    'no-authorization': 'Look it up under GET /api/v1/authorizations.',
    'authorization-over': 'Nothing more has to be done; for a new one, write a new request.',
    'not-guardian': 'If you are a guardian, ask the school office to correct the roster.',
    'not-entitled-to-end': 'Tell one of them; a guardian can object for the own child.',
  };

  const cells = (Object.keys(commands) as CommandType[]).flatMap((type) =>
    Object.entries<AuthorizationCommand>(commands[type]).flatMap(([who, command]) =>
      (Object.keys(histories) as AuthorizationStatus[]).map((status) => ({
        ...{ type, who, status, command },
        outcome: Object.entries<Readonly<Record<AuthorizationStatus, string>>>(expected[type]).find(
          ([giver]) => giver === who,
        )![1][status],
      })),
    ),
  );

  it('has a history for each status', () => {
    for (const status of Object.keys(histories) as AuthorizationStatus[])
      expect(fold(authorizationDecider, histories[status]).status).toBe(status);
  });

  it.each(cells)('$type when $status by $who', ({ command, status, outcome }) => {
    const decision = authorizationDecider.decide(command, fold(authorizationDecider, histories[status]));
    expect(outcomeOf(decision)).toBe(outcome);
    if (isRefusal(decision)) expect(remedies).toMatchObject({ [decision.refused]: decision.remedy });
  });
});
