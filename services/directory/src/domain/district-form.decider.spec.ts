import { describe, it } from '@jest/globals';
import { decisionSpecification } from '@sightline/decider';
import { districtFormDecider } from './district-form.decider.js';

const { given } = decisionSpecification(districtFormDecider);
const register = {
  kind: 'register',
  districtFormId: 'f1',
  formKind: 'email',
  buildingIds: ['b1'],
  available: true,
} as const;
const registered = {
  type: 'sightline.directory.district-form-registered.v1',
  data: { districtFormId: 'f1', kind: 'email', buildingIds: ['b1'], available: true },
} as const;
const gone = {
  type: 'sightline.directory.district-form-availability-changed.v1',
  data: { districtFormId: 'f1', available: false, from: '2026-09-01T00:00:00.000Z' },
} as const;

describe('a district form (C2)', () => {
  it('is registered once', () => {
    given().when(register).then(registered);
    given(registered).when(register).thenNothing();
  });

  it('records each change of availability, and no repetition of one', () => {
    const change = {
      kind: 'change-availability',
      districtFormId: 'f1',
      available: false,
      from: '2026-09-01T00:00:00.000Z',
    } as const;
    given(registered).when(change).then(gone);
    given(registered, gone).when(change).thenNothing();
    given().when(change).thenRefused('not-registered', 'C2');
  });
});
