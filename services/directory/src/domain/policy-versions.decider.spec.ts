import { describe, it } from '@jest/globals';
import { decisionSpecification } from '@sightline/decider';
import { amendedVersion, policyVersions } from '@sightline/policy';
import {
  policyVersionsDecider,
  type ConfirmPolicyVersion,
  type PolicyVersionFact,
  type SchedulePolicyVersion,
} from './index.js';

const { given } = decisionSpecification(policyVersionsDecider);

const written = { inForceFrom: '2027-07-01', boardDate: '2027-05-11', resolutionReference: '2027-14' };
const candidateOf = (change: object = {}) => amendedVersion(policyVersions[0]!, { ...written, ...change });
const schedule = (change: object = {}, command: Partial<SchedulePolicyVersion> = {}): SchedulePolicyVersion => ({
  ...{ type: 'schedule', policyVersionId: 'next', candidate: candidateOf(change), preparedBy: 'olga' },
  ...{ today: '2027-05-18', ...command },
});
const confirm = (change: Partial<ConfirmPolicyVersion> = {}): ConfirmPolicyVersion => ({
  ...{ type: 'confirm', policyVersionId: 'next', by: 'sue', roles: ['administrator'], today: '2027-05-19', ...change },
});
const scheduled = (policyVersionId = 'next', change: object = {}): PolicyVersionFact => ({
  type: 'sightline.directory.policy-version-scheduled.v1',
  data: {
    ...(candidateOf(change) as Extract<PolicyVersionFact, { data: { settings: object } }>['data']),
    policyVersionId,
    preparedBy: 'olga',
  },
});
const published = (policyVersionId = 'next'): PolicyVersionFact => ({
  type: 'sightline.directory.policy-version-published.v1',
  data: { policyVersionId, inForceFrom: '2027-07-01', confirmedBy: 'sue' },
});

describe('a version of the policy (C11)', () => {
  it('is prepared whole for a day ahead, and once', () => {
    given().when(schedule()).then(scheduled());
    given(scheduled()).when(schedule()).thenNothing();
    given()
      .when(schedule({ settings: { studentsMax: 20 } }))
      .then(scheduled('next', { settings: { studentsMax: 20 } }));
  });

  it.each(['2027-05-18', '2027-05-17', '2017-03-01'])('never begins today or earlier: %s', (inForceFrom) => {
    given().when(schedule({ inForceFrom })).thenRefused('first-day-not-ahead', 'C11');
  });

  it('needs the board first', () => {
    given()
      .when(schedule({ boardDate: '2027-05-19' }))
      .thenRefused('board-date-ahead', 'C11');
    given()
      .when(schedule({ boardDate: '2027-05-18' }))
      .then(scheduled('next', { boardDate: '2027-05-18' }));
  });

  it.each<[string, object]>([
    ['an unknown field', { settings: { deciders: 2 } }],
    ['a side that is none', { settings: { kinds: { 'outside-channel': { sides: ['janitor'] } } } }],
    ['no resolution', { resolutionReference: ' ' }],
    ['a date that is none', { inForceFrom: '2027-06-31' }],
  ])('is refused with %s', (_, change) => {
    given().when(schedule(change)).thenRefused('invalid-policy-version', 'C11');
  });

  it('is published by a second person in charge, outside the technology department', () => {
    given(scheduled()).when(confirm()).then(published());
    given(scheduled())
      .when(confirm({ by: 'olga' }))
      .thenRefused('same-person', 'C11');
    given(scheduled())
      .when(confirm({ roles: ['administrator', 'operator'] }))
      .thenRefused('technology-department', 'C11');
    given(scheduled())
      .when(confirm({ roles: ['technology', 'principal'] }))
      .thenRefused('technology-department', 'C11');
    given(scheduled())
      .when(confirm({ roles: ['teacher'] }))
      .thenRefused('not-in-charge', 'C11');
    given().when(confirm()).thenRefused('not-scheduled', 'C11');
  });

  it('is published once and then stays as it is', () => {
    given(scheduled(), published()).when(confirm()).thenNothing();
    given(scheduled(), published())
      .when(confirm({ by: 'ann', roles: ['principal'], today: '2030-01-01' }))
      .thenNothing();
    given(scheduled(), published()).when(schedule()).thenNothing();
  });

  it('is not published once its first day is there', () => {
    given(scheduled())
      .when(confirm({ today: '2027-06-30' }))
      .then(published());
    given(scheduled())
      .when(confirm({ today: '2027-07-01' }))
      .thenRefused('first-day-not-ahead', 'C11');
  });

  it('has its first day for itself', () => {
    given(scheduled('other'), published('other')).when(schedule()).thenRefused('first-day-taken', 'C11');
    given(scheduled('other'), scheduled(), published('other')).when(confirm()).thenRefused('first-day-taken', 'C11');
    given(scheduled('other')).when(schedule()).then(scheduled());
  });
});
