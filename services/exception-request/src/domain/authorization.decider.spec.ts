import { describe, expect, it } from '@jest/globals';
import { decisionSpecification, fold, isRefusal } from '@sightline/decider';
import fc from 'fast-check';
import { authorizationDecider, type AuthorizationCommand, type AuthorizationFact } from './index.js';

const { given } = decisionSpecification(authorizationDecider);

type Activated = Extract<AuthorizationFact, { type: 'sightline.exception-request.authorization-activated.v1' }>['data'];
const facts = (change: Partial<Activated> = {}): Activated => ({
  ...{ authorizationId: 'authorization', requestId: 'request', kind: 'personal-phone', staffId: 'coach' },
  ...{ studentIds: ['ann', 'ben'], groupId: 'team', medium: 'text-message', from: '2026-09-15', until: '2026-11-30' },
  ...{ copiesRequired: true, ...change },
});
const activate = (change: Partial<Activated> = {}, ...ownFamilyIds: string[]): AuthorizationCommand => ({
  type: 'activate',
  facts: facts(change),
  ownFamilyIds,
});
const activated = (change: Partial<Activated> = {}): AuthorizationFact => ({
  type: 'sightline.exception-request.authorization-activated.v1',
  data: facts(change),
});
const change = (joined: string[], left: string[], ...ownFamilyIds: string[]): AuthorizationCommand => ({
  ...{ type: 'change-participants', joined, left, ownFamilyIds },
});
const changed = (joined: string[], left: string[]): AuthorizationFact => ({
  type: 'sightline.exception-request.authorization-participants-changed.v1',
  data: { authorizationId: 'authorization', joined, left },
});
const end: AuthorizationCommand = { type: 'end', end: 'revoked', endedOn: '2026-10-01' };
const ended: AuthorizationFact = {
  type: 'sightline.exception-request.authorization-ended.v1',
  data: { authorizationId: 'authorization', requestId: 'request', end: 'revoked', endedOn: '2026-10-01' },
};

describe('an authorization', () => {
  it('is activated once, without own family (C4)', () => {
    given()
      .when(activate({ studentIds: ['ann', 'child', 'ann'] }, 'child'))
      .then(activated({ studentIds: ['ann'] }));
    given(activated()).when(activate()).thenNothing();
    given(activated(), ended).when(activate()).thenNothing();
  });

  it('follows its group under C5: each once, who is new or was in it, never own family', () => {
    given(activated())
      .when(change(['ben', 'cem', 'cem', 'child'], ['ann', 'ann', 'dee'], 'child'))
      .then(changed(['cem'], ['ann']));
    given(activated(), changed(['cem'], ['ann']))
      .when(change(['cem'], ['ann']))
      .thenNothing();
    given(activated())
      .when(change(['ann', 'cem'], ['ann', 'cem']))
      .then(changed(['cem'], []));
    given(activated(), changed([], ['ann']))
      .when(change(['ann'], []))
      .then(changed(['ann'], []));
  });

  it('stays with the students named under C3, and where no group is named', () => {
    given(activated({ kind: 'outside-channel' }))
      .when(change(['cem'], ['ann']))
      .thenNothing();
    given(activated({ groupId: null }))
      .when(change(['cem'], ['ann']))
      .thenNothing();
  });

  it('ends once and then stays as it was', () => {
    given(activated()).when(end).then(ended);
    given(activated(), ended).when(end).thenNothing();
    given(activated(), ended)
      .when(change(['cem'], ['ann']))
      .thenNothing();
  });

  it('does nothing before there is one', () => {
    given().when(end).thenRefused('not-active');
    given()
      .when(change(['cem'], []))
      .thenRefused('not-active');
  });
});

const students = fc.subarray(['a', 'b', 'c', 'child'], { minLength: 0 });
const commands: fc.Arbitrary<AuthorizationCommand> = fc.oneof(
  { weight: 2, arbitrary: students.map((studentIds) => activate({ studentIds }, 'child')) },
  { weight: 8, arbitrary: fc.tuple(students, students).map(([joined, left]) => change(joined, left, 'child')) },
  { weight: 1, arbitrary: fc.constant(end) },
);

describe('whatever happens to its group, an authorization', () => {
  const play = (all: readonly AuthorizationCommand[]): AuthorizationFact[] => {
    const history: AuthorizationFact[] = [];
    for (const command of all) {
      const decision = authorizationDecider.decide(command, fold(authorizationDecider, history));
      if (!isRefusal(decision)) history.push(...decision);
    }
    return history;
  };

  it('begins once, ends once and is not heard of again', () => {
    fc.assert(
      fc.property(fc.array(commands), (all) => {
        const history = play(all).map(({ type }) => type);
        const count = (what: string) => history.filter((type) => type.includes(what)).length;
        expect(count('activated')).toBeLessThanOrEqual(1);
        expect(count('ended')).toBeLessThanOrEqual(1);
        if (count('ended') > 0) expect(history.at(-1)).toContain('ended');
        if (history.length > 0) expect(history[0]).toContain('activated');
      }),
    );
  });

  it('has own family in it at no time, nobody twice, and nobody who leaves without having been in it', () => {
    fc.assert(
      fc.property(fc.array(commands), (all) => {
        const present = new Set<string>();
        for (const { type, data } of play(all)) {
          const joined = 'studentIds' in data ? data.studentIds : 'joined' in data ? data.joined : [];
          expect(joined).not.toContain('child');
          for (const id of joined) {
            expect([type, present.has(id)]).toEqual([type, false]);
            present.add(id);
          }
          for (const id of 'left' in data ? data.left : []) expect(present.delete(id)).toBe(true);
        }
      }),
    );
  });
});
