import { describe, expect, it } from '@jest/globals';
import { decisionSpecification, fold, isRefusal } from '@sightline/decider';
import fc from 'fast-check';
import { accessDecider, type AccessCommand, type AccessFact } from './access.decider.js';

const { given } = decisionSpecification(accessDecider);
const granted = (grantId: string, supervisorId: string): AccessFact => ({
  type: 'sightline.messaging-archive.access-granted.v1',
  data: { grantId, authorizationId: 'a1', staffId: 'coach', supervisorId },
});
const pending: AccessFact = {
  type: 'sightline.messaging-archive.access-grant-pending.v1',
  data: { authorizationId: 'a1', staffId: 'coach', reason: 'no-supervisor' },
};
const ended = (
  grantId: string,
  supervisorId: string,
  reason: 'supervisor-changed' | 'authorization-ended',
): AccessFact => ({
  type: 'sightline.messaging-archive.access-grant-ended.v1',
  data: { grantId, authorizationId: 'a1', supervisorId, reason },
});
const grant = (supervisorId: string | null, grantId = 'g1'): AccessCommand => ({
  type: 'grant',
  authorizationId: 'a1',
  staffId: 'coach',
  supervisorId,
  grantId,
});
const move = (supervisorId: string | null, { grantId = 'g2', over = false } = {}): AccessCommand => ({
  type: 'move',
  supervisorId,
  grantId,
  over,
});

describe('the supervisor’s access (C7)', () => {
  it('is granted once, to the supervisor on the roster', () => {
    given().when(grant('s1')).then(granted('g1', 's1'));
    given(granted('g1', 's1')).when(grant('s2', 'g2')).thenNothing();
  });

  it('waits, visibly, where the roster names nobody or the staff member himself', () => {
    given().when(grant(null)).then(pending);
    given().when(grant('coach')).then(pending);
    given(pending).when(move('s1')).then(granted('g2', 's1'));
    given(pending).when(move(null)).thenNothing();
  });

  it('moves with a change of supervisor', () => {
    given(granted('g1', 's1'))
      .when(move('s2'))
      .then(ended('g1', 's1', 'supervisor-changed'), granted('g2', 's2'));
    given(granted('g1', 's1')).when(move('s1')).thenNothing();
    given(granted('g1', 's1'))
      .when(move(null))
      .then(ended('g1', 's1', 'supervisor-changed'), pending);
  });

  it('closes with the authorization; nothing opens it again', () => {
    given(granted('g1', 's1'))
      .when({ type: 'close' })
      .then(ended('g1', 's1', 'authorization-ended'));
    const over = [granted('g1', 's1'), ended('g1', 's1', 'authorization-ended')];
    given(...over)
      .when({ type: 'close' })
      .thenNothing();
    given(...over)
      .when(grant('s2', 'g2'))
      .thenNothing();
    given(pending).when({ type: 'close' }).thenNothing();
  });

  it('to what was there still follows the supervisor after the end', () => {
    const over = [granted('g1', 's1'), ended('g1', 's1', 'authorization-ended')];
    given(...over)
      .when(move('s1', { over: true }))
      .thenNothing();
    given(...over)
      .when(move('s2'))
      .then(ended('g1', 's1', 'supervisor-changed'), granted('g2', 's2'), ended('g2', 's2', 'authorization-ended'));
    given(...over)
      .when(move('coach'))
      .then(ended('g1', 's1', 'supervisor-changed'));
    const unheld = [...over, ended('g1', 's1', 'supervisor-changed')];
    given(...unheld)
      .when(move(null))
      .thenNothing();
    given(...unheld)
      .when(move('s2'))
      .then(granted('g2', 's2'), ended('g2', 's2', 'authorization-ended'));
  });

  it('that waited for a supervisor until after the end is for what was there alone', () => {
    given(pending)
      .when(move('s1', { over: true }))
      .then(granted('g2', 's1'), ended('g2', 's1', 'authorization-ended'));
    given(pending)
      .when(move(null, { over: true }))
      .thenNothing();
  });

  it('never has two open grants, and none for the staff member, whatever comes', () => {
    const person = fc.constantFrom('s1', 's2', 'coach', null);
    const command = fc.oneof(
      person.map((supervisorId) => grant(supervisorId)),
      fc.tuple(person, fc.boolean()).map(([supervisorId, over]) => move(supervisorId, { over })),
      fc.constant<AccessCommand>({ type: 'close' }),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 20 }), (commands) => {
        const facts: AccessFact[] = [];
        let open = 0;
        let closed = false;
        commands.forEach((each, index) => {
          const decision = accessDecider.decide(
            'grantId' in each ? { ...each, grantId: `g${index}` } : each,
            fold(accessDecider, facts),
          );
          expect(isRefusal(decision)).toBe(false);
          for (const fact of decision as readonly AccessFact[]) {
            if (fact.type === 'sightline.messaging-archive.access-granted.v1') {
              open += 1;
              expect(fact.data.supervisorId).not.toBe('coach');
            }
            if (fact.type === 'sightline.messaging-archive.access-grant-ended.v1') {
              const held = fold(accessDecider, facts).status === 'granted';
              if (held) open -= 1;
              closed ||= held && fact.data.reason === 'authorization-ended';
            }
            facts.push(fact);
          }
          expect(open).toBeGreaterThanOrEqual(0);
          expect(open).toBeLessThanOrEqual(closed ? 0 : 1);
        });
      }),
    );
  });
});
