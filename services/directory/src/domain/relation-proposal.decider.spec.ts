import { describe, expect, it } from '@jest/globals';
import type { ProposedRelation, RosterRole } from '@sightline/contracts';
import { decisionSpecification, fold } from '@sightline/decider';
import fc from 'fast-check';
import {
  relationProposalDecider,
  type RelationProposalFact,
  type RelationProposalRefusal,
  type SettleRelation,
} from './relation-proposal.decider.js';

const { given } = decisionSpecification(relationProposalDecider);
const relation = { proposalId: 'proposal', relation: 'supervisor', subjectId: 'coach', gainerId: 'gainer' } as const;
const proposed = (
  of: ProposedRelation = relation,
  senderIds: readonly string[] = ['sender'],
): RelationProposalFact => ({
  type: 'sightline.directory.relation-proposed.v1',
  data: { ...of, previousSupervisorId: 'before', senderIds, askedIds: [] },
});
const words = { recordId: 'words', commitment: 'commitment' };
const principal = [{ role: 'principal', buildingId: 'school' }] as const;
const settle = (outcome: SettleRelation['outcome'], changed: Partial<SettleRelation> = {}): SettleRelation => ({
  ...{ outcome, byIds: ['principal'], roles: principal, subjectBuildingIds: ['school'], words, wordsLength: 9 },
  ...changed,
});
const confirmed: RelationProposalFact = {
  type: 'sightline.directory.relation-confirmed.v1',
  data: { ...relation, by: 'principal', words },
};
const rejected: RelationProposalFact = {
  type: 'sightline.directory.relation-rejected.v1',
  data: { ...relation, by: 'principal', words },
};
const withdrawn: RelationProposalFact = {
  type: 'sightline.directory.relation-rejected.v1',
  data: { ...relation, by: null, words: null },
};
const at = (role: RosterRole, buildingId: string | null) => ({ role, buildingId });

describe('a relation that would open what is there already (C7, C9)', () => {
  it('holds, or does not, by the word of the principal of the building', () => {
    given(proposed()).when(settle('confirm')).then(confirmed);
    given(proposed()).when(settle('reject')).then(rejected);
  });

  const table: readonly (readonly [
    string,
    SettleRelation['outcome'],
    Partial<SettleRelation>,
    RelationProposalRefusal | null,
  ])[] = [
    ['an administrator of the district confirms', 'confirm', { roles: [at('administrator', null)] }, null],
    ['an administrator of an office does not', 'confirm', { roles: [at('administrator', 'office')] }, 'not-in-charge'],
    ['the principal of another building does not', 'confirm', { roles: [at('principal', 'other')] }, 'not-in-charge'],
    ['a teacher does not', 'confirm', { roles: [at('teacher', 'school')] }, 'not-in-charge'],
    ['an operator does not', 'confirm', { roles: [at('operator', null)] }, 'technology-department'],
    [
      'a principal of IT does not',
      'confirm',
      { roles: [...principal, at('technology', null)] },
      'technology-department',
    ],
    ['nor does IT reject', 'reject', { roles: [...principal, at('operator', null)] }, 'technology-department'],
    ['who would gain does not confirm', 'confirm', { byIds: ['gainer'] }, 'own-relation'],
    ['nor under another record', 'confirm', { byIds: ['other-record', 'gainer'] }, 'own-relation'],
    ['nor the staff member', 'confirm', { byIds: ['coach'] }, 'own-relation'],
    ['nor who sent it', 'confirm', { byIds: ['sender'] }, 'own-roster'],
    ['not without a word', 'confirm', { wordsLength: 0 }, 'words-missing'],
  ];
  it.each(table)('%s', (_, outcome, changed, refusal) => {
    const specification = given(proposed()).when(settle(outcome, changed));
    if (refusal) specification.thenRefused(refusal, 'C7');
    else specification.then({ ...confirmed, data: { ...confirmed.data, by: 'principal' } } as RelationProposalFact);
  });

  it('a guardian is a matter of C9, a supervisor of C7', () => {
    given(proposed({ ...relation, relation: 'guardian' }))
      .when(settle('confirm', { byIds: ['gainer'] }))
      .thenRefused('own-relation', 'C9');
  });

  it('who would gain, and who sent it, may say no', () => {
    for (const by of ['gainer', 'sender'])
      given(proposed())
        .when(settle('reject', { byIds: [by] }))
        .then({ ...rejected, data: { ...rejected.data, by } } as RelationProposalFact);
  });

  it('is settled once; the same again says nothing', () => {
    given(proposed(), confirmed).when(settle('confirm')).thenNothing();
    given(proposed(), rejected).when(settle('reject')).thenNothing();
    given(proposed(), confirmed).when(settle('reject')).thenRefused('already-settled', 'C7');
    given(proposed(), rejected).when(settle('confirm')).thenRefused('already-settled', 'C7');
    given(proposed(), withdrawn).when(settle('confirm')).thenRefused('already-settled', 'C7');
    given().when(settle('confirm')).thenRefused('not-proposed');
  });

  it('whatever is tried in whatever order: nobody of IT, no gainer and no sender ever confirms, and it is settled once', () => {
    const command = fc.record({
      outcome: fc.constantFrom('confirm' as const, 'reject' as const),
      by: fc.constantFrom('principal', 'gainer', 'sender', 'coach', 'operator'),
      role: fc.constantFrom<RosterRole>('principal', 'administrator', 'operator', 'teacher'),
    });
    fc.assert(
      fc.property(fc.array(command, { maxLength: 8 }), (commands) => {
        const facts: RelationProposalFact[] = [proposed()];
        for (const { outcome, by, role } of commands) {
          const decision = relationProposalDecider.decide(
            settle(outcome, { byIds: [by], roles: [at(role, role === 'administrator' ? null : 'school')] }),
            fold(relationProposalDecider, facts),
          );
          if (Array.isArray(decision)) {
            facts.push(...(decision as RelationProposalFact[]));
            if (decision.length > 0) expect(['principal', 'administrator']).toContain(role);
          }
        }
        const [, settled, ...more] = facts;
        expect(more).toEqual([]);
        if (settled?.type === 'sightline.directory.relation-confirmed.v1')
          expect(['principal', 'operator']).toContain(settled.data.by);
      }),
    );
  });
});
