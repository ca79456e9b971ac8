import { describe, it } from '@jest/globals';
import { decisionSpecification } from '@sightline/decider';
import {
  registeredMediumDecider,
  type ChangeMedium,
  type RegisteredMediumFact,
  type RegisterMedium,
  type ReportMediumUnreachable,
} from './index.js';

const { given } = decisionSpecification(registeredMediumDecider);

const words = { recordId: 'words', commitment: 'aa' };
const said: Extract<RegisteredMediumFact, { type: 'sightline.directory.medium-changed.v1' }>['data'] = {
  ...{ mediumId: 'page', studentIds: [], groupIds: ['girls-soccer'], buildingIds: [] },
  ...{ wayIn: 'guardians-join' as const, words },
};
const register = (change: Partial<RegisterMedium> = {}): RegisterMedium => ({
  ...{ type: 'register', ...said, staffId: 'coach', kind: 'group', wayInLength: 30, ...change },
});
const change = (other: Partial<ChangeMedium> = {}): ChangeMedium => ({
  ...{ type: 'change', ...said, wayInLength: 30, ...other },
});
const report = (guardianId = 'mother'): ReportMediumUnreachable => ({
  ...{ type: 'report-unreachable', mediumId: 'page', guardianId, studentId: 'ana', words },
});
const end = { type: 'end', mediumId: 'page' } as const;

const registered: RegisteredMediumFact = {
  type: 'sightline.directory.medium-registered.v1',
  data: { ...said, staffId: 'coach', kind: 'group' },
};
const changed: RegisteredMediumFact = { type: 'sightline.directory.medium-changed.v1', data: said };
const reported = (guardianId = 'mother'): RegisteredMediumFact => ({
  type: 'sightline.directory.medium-unreachable-reported.v1',
  data: { mediumId: 'page', staffId: 'coach', guardianId, studentId: 'ana', words },
});
const ended: RegisteredMediumFact = { type: 'sightline.directory.medium-ended.v1', data: { mediumId: 'page' } };

describe('an entry of the register of media (C9)', () => {
  it('is registered once, with the students it is used with and the way in', () => {
    given().when(register()).then(registered);
    given(registered).when(register()).thenNothing();
  });

  it('names students, groups or buildings', () => {
    given()
      .when(register({ groupIds: [] }))
      .thenRefused('no-audience', 'C9');
    given(registered)
      .when(change({ groupIds: [] }))
      .thenRefused('no-audience', 'C9');
  });

  it.each(['guardians-join', 'shown-on-request'] as const)('says how a parent gets in when it is %s', (wayIn) => {
    given()
      .when(register({ wayIn, wayInLength: 0 }))
      .thenRefused('way-in-not-said', 'C9');
  });

  it.each(['open-to-all', 'none'] as const)('needs no words for %s: the address says it, or nothing does', (wayIn) => {
    given()
      .when(register({ wayIn, wayInLength: 0 }))
      .then({ type: registered.type, data: { ...registered.data, wayIn } } as RegisteredMediumFact);
  });

  it('is reported by each guardian once, until it is changed', () => {
    given(registered).when(report()).then(reported());
    given(registered, reported()).when(report()).thenNothing();
    given(registered, reported()).when(report('father')).then(reported('father'));
    given(registered, reported(), changed).when(report()).then(reported());
  });

  it('ends once, and is not changed or reported afterwards', () => {
    given(registered).when(end).then(ended);
    given(registered, ended).when(end).thenNothing();
    given(registered, ended).when(change()).thenRefused('medium-ended', 'C9');
    given(registered, ended).when(report()).thenRefused('medium-ended', 'C9');
  });

  it.each([change(), report(), end])('is unknown before it is registered: $type', (command) => {
    given().when(command).thenRefused('not-registered', 'C9');
  });
});
