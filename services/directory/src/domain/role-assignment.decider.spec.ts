import { describe, it } from '@jest/globals';
import { decisionSpecification } from '@sightline/decider';
import { roleAssignmentDecider } from './role-assignment.decider.js';

const { given } = decisionSpecification(roleAssignmentDecider);
const auditor = { personId: 'p1', role: 'auditor', buildingId: null } as const;
const assigned = { type: 'sightline.directory.role-assigned.v1', data: auditor } as const;
const unassigned = { type: 'sightline.directory.role-unassigned.v1', data: auditor } as const;

describe('roles that an operator gives', () => {
  it('gives a role once', () => {
    given()
      .when({ kind: 'assign', ...auditor, byPersonId: 'p2' })
      .then(assigned);
    given(assigned)
      .when({ kind: 'assign', ...auditor, byPersonId: 'p2' })
      .thenNothing();
    given(assigned, unassigned)
      .when({ kind: 'assign', ...auditor, byPersonId: 'p2' })
      .then(assigned);
  });

  it('takes only a role that is held', () => {
    given(assigned)
      .when({ kind: 'unassign', ...auditor, byPersonId: 'p2' })
      .then(unassigned);
    given()
      .when({ kind: 'unassign', ...auditor, byPersonId: 'p2' })
      .thenNothing();
    given(assigned)
      .when({ kind: 'unassign', ...auditor, buildingId: 'b1', byPersonId: 'p2' })
      .thenNothing();
  });

  it('refuses what the roster alone can say, and a role for oneself', () => {
    given()
      .when({ kind: 'assign', ...auditor, role: 'principal', byPersonId: 'p2' })
      .thenRefused('role-comes-from-roster');
    given()
      .when({ kind: 'assign', ...auditor, byPersonId: 'p1' })
      .thenRefused('own-role');
  });
});
